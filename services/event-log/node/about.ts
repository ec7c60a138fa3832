import { randomUUID } from 'node:crypto';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { structuredUuid } from './uuid';

/** The version of the protocol's original that this node answers like. */
const VERSION = '24.6.0';

const STREAMS = 'event_store.client.streams.streams';

/** What a client may call, in lower case; clients choose by it how they append. */
export function supportedMethods(writable: boolean): SupportedMethods {
  const methods = [
    method(STREAMS, 'read', ['position', 'events']),
    ...(writable
      ? [method(STREAMS, 'append', []), method(STREAMS, 'batchappend', ['deadline_duration'])]
      : []),
    method('event_store.client.server_features.serverfeatures', 'getsupportedmethods', []),
    method('event_store.client.gossip.gossip', 'read', []),
  ];
  return new SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(VERSION);
}

function method(service: string, name: string, features: string[]): SupportedMethod {
  return new SupportedMethod().setServiceName(service).setMethodName(name).setFeaturesList(features);
}

const INSTANCE = randomUUID();

/** A cluster of one, which leads. */
export function clusterOf(address: string, port: number): ClusterInfo {
  const member = new MemberInfo();
  member.setInstanceId(structuredUuid(INSTANCE));
  member.setTimeStamp(`${Date.now()}0000`);
  member.setState(MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(new EndPoint().setAddress(address).setPort(port));
  return new ClusterInfo().setMembersList([member]);
}
