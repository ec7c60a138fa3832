#!/usr/bin/env node
/* The committed door to the command: builds where that is needed, then hands over. */
const path = require('node:path');
const { ensureBuilt } = require('./build.js');

ensureBuilt();
require(path.resolve(__dirname, '../../dist/services/cli/main.js')).main(process.argv);
