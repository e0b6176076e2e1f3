// A feed on standard input → what Podcast Index's parser makes of it, as JSON.
const { readFileSync } = require("node:fs");
const { parseFeed } = require("podcast-partytime");

process.stdout.write(JSON.stringify(parseFeed(readFileSync(0, "utf8"))));
