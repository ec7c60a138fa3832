#!/usr/bin/env bash
# A server of the MongoDB wire protocol for tests: `mongod` where it is on the path, else FerretDB over SQLite, built
# from the Go program beside this one (Go >= 1.22; the first build takes some minutes, later ones a moment).
#
#   mongodb-server.sh prepare FOLDER   builds what has to be built
#   mongodb-server.sh start FOLDER     starts it on a free port, with its data in FOLDER, and prints its address
#   mongodb-server.sh stop FOLDER      stops it
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
command="${1:-}"
folder="${2:?usage: mongodb-server.sh prepare|start|stop FOLDER}"

no_server() {
  echo "No MongoDB server for the tests: put mongod on the path, or Go 1.22 or newer, from which FerretDB is built." >&2
  exit 1
}

prepare() {
  command -v mongod >/dev/null 2>&1 && return
  command -v go >/dev/null 2>&1 || no_server
  mkdir -p "$folder"
  (cd "$here/ferretdb" && GOFLAGS=-mod=readonly go build -o "$folder/ferretdb" .) || no_server
}

start() {
  local port pid
  port="$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")"
  mkdir -p "$folder/data"
  if command -v mongod >/dev/null 2>&1; then
    nohup mongod --dbpath "$folder/data" --port "$port" --bind_ip 127.0.0.1 --quiet >"$folder/log" 2>&1 </dev/null &
  else
    nohup "$folder/ferretdb" "127.0.0.1:$port" "$folder/data" >"$folder/log" 2>&1 </dev/null &
  fi
  pid=$!
  echo "$pid" >"$folder/pid"
  for _ in $(seq 200); do
    kill -0 "$pid" 2>/dev/null || break
    if (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null; then
      echo "mongodb://127.0.0.1:$port"
      return
    fi
    sleep 0.1
  done
  echo "The MongoDB server for the tests did not start:" >&2
  tail -n 5 "$folder/log" >&2
  exit 1
}

stop() {
  [ -f "$folder/pid" ] || return 0
  kill "$(cat "$folder/pid")" 2>/dev/null || true
}

case "$command" in
  prepare | start | stop) "$command" ;;
  *) echo "usage: mongodb-server.sh prepare|start|stop FOLDER" >&2 && exit 2 ;;
esac
