"""The names of what the store remembers: its notes, its tables."""

from __future__ import annotations

SITE, FAMILIES = "site", "families"
"""The two trees that are published: what everyone may see, and what only families may. Each has a
table of the files in it, and a note of what it was made of.
"""

MADE_OF, JOBS, FOLDERS = "made of", "jobs", "folders"
"""The keys of a tree's note: a digest of everything it is made of, the jobs behind those of its
files that take work (fingerprints by their names), and a digest of its folders as the build left
them.
"""

SHOWN, ASKED = "shown", "asked"
"""Further notes: what the coordinator was shown, and the fingerprints of all jobs that the last
build asked for, by their names.
"""

UNANSWERED = "unanswered"
"""Why the drop folder has no answers, as last reported."""

UNCHANGED = "unchanged"
"""Everything the last build depended on and left behind, as it was at its end."""

FORGOTTEN = "forgotten"
"""A digest of the ids of all withdrawn stories when the file was last rewritten; no such note
exists if something was forgotten since.
"""

NO_JOBS = frozenset({SHOWN, SITE, FAMILIES, ASKED, UNANSWERED, UNCHANGED, FORGOTTEN})
"""The notes that belong to no job."""

VERSION = 1
"""Goes up when the tables change; what an older program left is thrown away."""

SCHEMA = """
drop table if exists seen;
drop table if exists made;
drop table if exists site;
drop table if exists note;
drop table if exists exhibit;
drop table if exists families;
drop table if exists part;
create table seen (path text primary key, stamp text not null, digest text not null);
create table made (fingerprint text primary key, made text not null);
create table site (path text primary key, digest text not null, stamp text not null);
create table note (name text primary key, value text not null);
create table exhibit (path text primary key, exhibit blob not null);
"""

LATER = """
create table if not exists scrubbed (mark text primary key, rules integer not null);
create table if not exists families (
    path text primary key, digest text not null, stamp text not null
);
create table if not exists part (
    tree text not null, name text not null, made_of text not null, paths text not null,
    primary key (tree, name)
) without rowid;
create table if not exists told (
    path text primary key, made_of text not null, story blob not null
);
create table if not exists origin (
    path text primary key, made_of text not null, jobs text not null
);
"""
"""Tables added since: for these, nothing of an older program's memory need be thrown away."""
