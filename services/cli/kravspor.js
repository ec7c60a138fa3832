#!/usr/bin/env node
/* The committed door to the command: builds where that is needed, then hands over. */
const path = require('node:path');
const { build, isFresh } = require('./build.js');

if (!isFresh()) build();
require(path.resolve(__dirname, '../../dist/services/cli/main.js')).main(process.argv);
