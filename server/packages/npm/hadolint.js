#!/usr/bin/env node
// Starts dockwright as hadolint.
"use strict";

process.argv.splice(2, 0, "hadolint");
require("dockwright/dockwright.js");
