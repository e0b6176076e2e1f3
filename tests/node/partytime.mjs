// A feed on standard input → what Podcast Index's parser makes of it, as JSON.
import { readFileSync } from "node:fs";
import partytime from "podcast-partytime";

process.stdout.write(JSON.stringify(partytime.parseFeed(readFileSync(0, "utf8"))));
