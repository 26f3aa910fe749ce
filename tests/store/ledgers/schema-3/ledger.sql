PRAGMA application_id = 1179398400;
PRAGMA user_version = 3;
CREATE TABLE log (
    seq      INTEGER PRIMARY KEY,  -- place in the chain, from 1 without gaps
    at       TEXT NOT NULL,        -- when, UTC, seconds
    who      TEXT NOT NULL,        -- account that ran the command
    what     TEXT NOT NULL,        -- the verb: collect, read, reconcile, import, ...
    why      TEXT NOT NULL,        -- the purpose: the source, batch or reason in one line
    inputs   TEXT NOT NULL,        -- hash of what went in
    outputs  TEXT NOT NULL,        -- hash over the hashes of all fact rows written under this entry
    derived  TEXT,                 -- hash over all derived rows as this entry left them; NULL where it did not touch them
    previous TEXT NOT NULL,        -- hash of the entry before; for the first a random name of the ledger
    hash     TEXT NOT NULL UNIQUE  -- hash of all columns before
) STRICT;
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (1, '2026-11-22T21:52:12+00:00', 'root', 'collect', '26.txt', '69d4a7fcee93167be1dbb95a7d1605b7b0ac43765e6267433d1f18e47c357f9b', 'a8c96382a8c8c1c80aa82bbc640c46fe8b7d09fbef562e6b2b636c35dcec6a90', NULL, '71d212c116320d03e6638c7ba6bb199b', '67a51e273a8028a752d6ce491dbd88d2698b00c45b434c81b5a118ed1bcd4404');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (2, '2026-11-22T21:52:12+00:00', 'root', 'collect', '27.txt', 'e4800ab73ba0f009b4b7cc7ed4c82411f39105bfec4dadbe505afb82d1ce89d4', '8b2ff8a27bbf9809ebacb533313d1b17e1ad5ff7f73bf7efe40a53c46be5539c', NULL, '67a51e273a8028a752d6ce491dbd88d2698b00c45b434c81b5a118ed1bcd4404', '8e9a32ac3aee88c01460183d38618aaea2b21f06d97d29caa26cdcc214064fb6');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (3, '2026-11-22T21:52:12+00:00', 'root', 'collect', '28.txt', 'eec1962d50174290d719b567fa9e7deb7f6d87b4e271176173ce2a096d115f42', '6d3ccbd62ef058fbdeb4465d772726fc416c5b3491ea562659cfef20a7474609', NULL, '8e9a32ac3aee88c01460183d38618aaea2b21f06d97d29caa26cdcc214064fb6', '3d7b45ab948b06373841e88e4dcef26b98a2da998c995ad9229e2d5dde09bc04');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (4, '2026-11-22T21:52:12+00:00', 'root', 'collect', 'the run ended', '4fc6e58064134fb60664c52bdaf51ad1155d147c6b8de1e64f98c7abf44021a7', '7a5cc3d438aee99c3cb7494327c7f6d4ae6215de6ebd5a88c6e4d2c52d5779e6', NULL, '3d7b45ab948b06373841e88e4dcef26b98a2da998c995ad9229e2d5dde09bc04', '46a36a407d5c063d9503d668e522706643e9534b674afad85d26d6c1f359a12d');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (5, '2026-11-22T21:52:13+00:00', 'root', 'read', '3 reports from number 1', '71ab6a987e869cd857c41b8f4fbcdb5d48b69b6933bab7b42536492584bea1f9', '52a431e577130fcaf5f9da8e98615d1bbed25d3b497425304b4c4efd1374b98f', NULL, '46a36a407d5c063d9503d668e522706643e9534b674afad85d26d6c1f359a12d', '2eaefcaa8fb01ca91839506b6912e532e37f666de95f58d9c8eb246e5d0b98c9');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (6, '2026-11-22T21:52:13+00:00', 'root', 'read', 'the run ended', '79b9c81c3f8bcd19d462cee102228583aaeafec0fc858355e8a036907107023e', 'a1a8477eed4d9cfbfa76a7850f3a5bf9b85d112e9832ad372d6dbddabf2f1a8d', NULL, '2eaefcaa8fb01ca91839506b6912e532e37f666de95f58d9c8eb246e5d0b98c9', 'fd8b99f8a91db5d75148ccaaf1cfea19064ef44098b32768c486c3c2abe0b38a');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (7, '2026-11-22T21:52:13+00:00', 'root', 'reconcile', '3 partitions settled anew, 0 gone', '3c5417a298998ce167ecb51c354f44ed9fb846f3feca6ef1ab30dc5dd37978e0', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '385bd0ddf5b82c7036684f01bb26050085718315d9c5ed653595fd8b41ed877f', 'fd8b99f8a91db5d75148ccaaf1cfea19064ef44098b32768c486c3c2abe0b38a', '84a38a0f0c2a1bf7a97580db2d5f9af1991a32a066824fc3524910f28f90fda9');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (8, '2026-11-22T21:52:13+00:00', 'root', 'reconcile', 'the run ended', '6cedbaab9419a5b9efcc96c4acc6969c5f21555dff31f7aa235888806693d055', '50c496d2173a6ef121e8673c5018e07fe6964d95c806d76823c68d08df6ab52c', NULL, '84a38a0f0c2a1bf7a97580db2d5f9af1991a32a066824fc3524910f28f90fda9', 'b89c0e242e4fedad09bc960b7cef39b2dbb8ade48aaa9af89e983d30929089c9');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (9, '2024-04-01T09:00:00+00:00', 'tester', 'test', 'a row in every table', '', '730c7ffcfd74770c6cdbb187299552ce9cbde54162ae3aca2a396ddaa7507885', NULL, 'b89c0e242e4fedad09bc960b7cef39b2dbb8ade48aaa9af89e983d30929089c9', '694a59dfb09c8365c45b9ae9fb484500d59041736f3239e101150245b0b59a2a');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (10, '2026-11-22T21:52:13+00:00', 'root', 'collect', 'standard input', 'cd22f93e34e4d53d95e82827a4687fc5b9bd923b1da77b7316d9dbf1cc8b0812', '2de7a20a9edd0ccc9099f622f584b114c126b34b47704e9e4d508fc4e98caa86', NULL, '694a59dfb09c8365c45b9ae9fb484500d59041736f3239e101150245b0b59a2a', 'b6afbeb304cec18e48c20d8e26571b9a5aec6cfe6f9dee6ccbaad047173178e9');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (11, '2026-11-22T21:52:13+00:00', 'root', 'collect', 'the run ended', '004f14a4753b3a7efe3476154283600101f4cb292a9b2e5e8cac911c899fa426', '7d56a4ebd0f391b48d702bc5267d8987ec2bf22671410fd7e4d7bda737d2e929', NULL, 'b6afbeb304cec18e48c20d8e26571b9a5aec6cfe6f9dee6ccbaad047173178e9', 'ce51e46a2fa3d413c6ae5f4077e2d42b0a340764af08cdc964b9b568a65ec19b');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (12, '2026-11-22T21:52:13+00:00', 'root', 'decide', 'erase: asked for', 'df80bd9c83942d474e65ebd08abb9737a85fc233312aae898a8339fdf2416aaa', '21857a19c413921de63fc26f1cc245f4cdc5caa435fb6d401785eadee684e279', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'ce51e46a2fa3d413c6ae5f4077e2d42b0a340764af08cdc964b9b568a65ec19b', 'd8657fac39259481e08c73805095f213d2008334d336a1fc30298043c73b25c1');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (13, '2026-11-22T21:52:13+00:00', 'root', 'decide', 'the run ended', '25337083486dbdc5cda51632fdaf81c51a74fff79b55890ecd4943b083dcdbb8', '06d58491a5b2a892e07b821dffae052d802af64433a427062c2665ca1d9f4da5', NULL, 'd8657fac39259481e08c73805095f213d2008334d336a1fc30298043c73b25c1', '48f17bc9128b22a6bef278a7f2c08627317f26a786cf09f600a68b2d9096c099');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (14, '2026-11-22T21:52:13+00:00', 'root', 'reconcile', '2 partitions settled anew, 0 gone', '927e667be3293e42bd0c7e44708121437252db8d6fbdacdad26505d734bd638c', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '3d8c3dca32b1e4169795fc1c6ee5bd0fa35cd7ac04345b7414e2ef64d3a01242', '48f17bc9128b22a6bef278a7f2c08627317f26a786cf09f600a68b2d9096c099', '6aa7cc21572766d5a7f0f0bcce9c05a971083d12989e2ea071a50b070389c7a2');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (15, '2026-11-22T21:52:13+00:00', 'root', 'reconcile', 'the run ended', '7508468461316f85f3270e42e1acf10b66a39042970fa4305f16a11625c4af92', '74452cec37b151620cac5368bc5db28a3da97d053c4cc160c1424a14e6cce9a4', NULL, '6aa7cc21572766d5a7f0f0bcce9c05a971083d12989e2ea071a50b070389c7a2', 'f37707f0caa6fd32bf1d7117a7c9c3858b6e98a32998b7a51f7ca742560a2ba4');
CREATE TABLE captures (
    seq        INTEGER PRIMARY KEY,                 -- order of arrival
    sha256     TEXT NOT NULL,                       -- SHA-256 of the bytes, and their file's name
    origin     TEXT NOT NULL,                       -- address or file name as given
    size       INTEGER NOT NULL CHECK (size >= 0),  -- bytes
    record     TEXT NOT NULL,                       -- Capture
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    UNIQUE (sha256, origin)
) STRICT;
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (1, 'aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', '26.txt', 118, '{"sha256":"aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","size":118,"media":"text","origin":"26.txt","collected_at":"2026-11-22T21:52:12+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T21:52:12+00:00', 1, 'c54d09ce02986df821dd3e06ecfc44596bfd0013c78d3dce20af272c963efb34');
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (2, '4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '27.txt', 119, '{"sha256":"4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","size":119,"media":"text","origin":"27.txt","collected_at":"2026-11-22T21:52:12+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T21:52:12+00:00', 2, 'e309dfc511fd53f110c84e3f3fa27d405a0ec62841a9fc750ec5ae11dfd0d999');
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (3, '709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '28.txt', 119, '{"sha256":"709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","size":119,"media":"text","origin":"28.txt","collected_at":"2026-11-22T21:52:12+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T21:52:12+00:00', 3, '794b1f1a5181c09059eaef1e835f502978b6aef758f8e389c3cba813fc33b541');
CREATE TABLE reports (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL UNIQUE,    -- hash of the whole Report
    said       TEXT NOT NULL,           -- hash of id, source, publication date and text: what a reading depends on
    id         TEXT NOT NULL,           -- Report.id, the hash of the text's own bytes
    capture    TEXT NOT NULL,           -- Report.capture, the capture that holds the text
    source     TEXT NOT NULL,           -- Report.source
    published  TEXT,                    -- Report.published, date or instant
    media_type TEXT NOT NULL,           -- Report.media_type; rows of a table are read by their importer
    record     TEXT NOT NULL,           -- Report with its text left out
    text       TEXT NOT NULL,           -- Report.text, what quotes are slices of
    length     INTEGER NOT NULL,        -- code points of text, so that a NUL cannot hide the rest of it
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    CHECK (length(text) = length)
) STRICT;
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (1, '618e83f86302c7cb54bbbf5246baec7697e9bb5cec04c14798b0168875f96535', '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', 'aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', 'ua-air-force', '2024-03-26', 'text', '{"id":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","capture":"aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-26","language":"en","text":"","view":"view/2","encoding":"utf-8","spans":[{"start":0,"end":118,"byte_start":0,"byte_end":118,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 26 March Russia launched 12 Shahed drones, 9 of them were shot down.
In Kharkiv 2 people were injured.', 118, '2026-11-22T21:52:12+00:00', 1, '68d037340914de3bd72cd6d09dad406bca0a0841039acf7f3c9deace2d2332db');
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (2, '0f1fcde96effa3d742cb9f792b4d1f520bcab59230bb34eab8eef3792ed52e02', '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', 'ua-air-force', '2024-03-27', 'text', '{"id":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","capture":"4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-27","language":"en","text":"","view":"view/2","encoding":"utf-8","spans":[{"start":0,"end":119,"byte_start":0,"byte_end":119,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 27 March Russia launched 13 Shahed drones, 10 of them were shot down.
In Kharkiv 3 people were injured.', 119, '2026-11-22T21:52:12+00:00', 2, 'f2ec65cb9f701a94f90a058d82ce0c611e1abaa8280b2e54476e69a661e5e706');
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (3, '525b0a90027ccd45eb06f376e67cc5c31792fa8eef2e4407e0c91a59f87d2780', 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', 'ua-air-force', '2024-03-28', 'text', '{"id":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","capture":"709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-28","language":"en","text":"","view":"view/2","encoding":"utf-8","spans":[{"start":0,"end":119,"byte_start":0,"byte_end":119,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 28 March Russia launched 28 Shahed drones, 26 of them were shot down.
In Kharkiv 4 people were injured.', 119, '2026-11-22T21:52:12+00:00', 3, '821e55ab363a11246e797cf3e4c84a83dc58bf39aad4050622983a4ec5594317');
CREATE TABLE attributions (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    slot       TEXT NOT NULL,                                 -- hash that names the slot
    report     INTEGER NOT NULL,                              -- reports.seq of what counts from here on; may be erased
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (1, 'b6b60b9e2172ba12b0846e2cbb2da07dc6a074fe4fe9a64ce6a4ffaefc78d767', 1, '2026-11-22T21:52:12+00:00', 1, '225facf7eb9c7f983201d74ad28dd9c7a16dd9db799255ffb8091b0f7842fe4c');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (2, 'e8554cf714d772bc20a84c51329d79cc8e38455a86ceaf08486b502c8e30d257', 2, '2026-11-22T21:52:12+00:00', 2, 'e09757e3af12eaff5277d890ee44fca824c584a0a07bc3fa5c8b42e234cde49c');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (3, 'f037c42fa572e56291829d09afd2dffeaad88040f610bcdaacdbcf89b9bd84bf', 3, '2026-11-22T21:52:12+00:00', 3, '021aa069cf64dc1ab20235ee16150381005581c8f110342ef11d36ba11952a45');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (4, '64ab1ab02631fcf7198da70c070f809a5e4ea9f7e5004fa176f0ef2f95f39e4c', 4, '2026-11-22T21:52:13+00:00', 10, 'b69caf39e2824f94323e2b9b03b02dffa725743bc19f998acc4d8a14d1ace23a');
CREATE TABLE readings (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    said       TEXT NOT NULL,           -- reports.said of the text that was read
    reader     TEXT NOT NULL,           -- name and version of the reader
    catalogue  TEXT NOT NULL,           -- content hash of the data folder
    statements INTEGER NOT NULL,        -- how many statements it gave
    rejections INTEGER NOT NULL,        -- how many it turned away
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', 4, 0, '2026-11-22T21:52:13+00:00', 5, '48b35970073cc1adb2a9e4575ac9b876c5f3d996bbced7933b62778f4553252d');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (2, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', 4, 0, '2026-11-22T21:52:13+00:00', 5, '6f602b22f5e6b0f7630dc93a125853a84db6e0aba5c9027a8fb085e73367f95a');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (3, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', 4, 0, '2026-11-22T21:52:13+00:00', 5, '071cb06bde2dd632e0adcd4ce0487049eaf8ddfc821399c54c1d0d5372bca88b');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (4, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'other reader', 'catalogue', 0, 1, '2024-04-01T09:00:00+00:00', 9, 'aaffd0cf2ee386883eddb4fa8834c3f11e566c1f0fb725d6c17e5a04cb4cf836');
CREATE TABLE statements (
    seq          INTEGER PRIMARY KEY,                                            -- order of arrival
    said         TEXT NOT NULL,                                               -- reports.said of the text it stands in
    reader       TEXT NOT NULL,                                               -- the reading it belongs to: reader
    catalogue    TEXT NOT NULL,                                               -- and data folder
    record       TEXT NOT NULL,                                               -- Statement
    learned_at   TEXT NOT NULL,
    entry        INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash         TEXT NOT NULL,
    id           TEXT AS (record ->> '$.id') VIRTUAL NOT NULL,                -- Statement.id
    kind         TEXT AS (record ->> '$.kind') VIRTUAL NOT NULL,              -- Statement.kind
    quote        TEXT AS (record ->> '$.quote.text') VIRTUAL NOT NULL,        -- the exact characters
    quote_start  INTEGER AS (record ->> '$.quote.start') VIRTUAL NOT NULL,    -- code points in reports.text
    quote_end    INTEGER AS (record ->> '$.quote.end') VIRTUAL NOT NULL,
    CHECK (quote_start >= 0 AND quote_end > quote_start AND length(quote) = quote_end - quote_start)
) STRICT;
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:12017f226bbe615213a90529dfbc7332","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"launched","quote":{"text":"launched 12 Shahed drones","start":32,"end":57},"count":{"low":12,"high":12,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '5b25a8031db762e91a4f07b978aadc9136baaa7ee0bbe6a9569bf0b0a3a00c6c');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (2, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:ef8d2f23e637778d1e7b87c39581b496","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"intercepted","quote":{"text":"9 of them were shot down","start":59,"end":83},"count":{"low":9,"high":9,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '681547f77f746a7c30819b3797683b7dd60df269f821b8675b7c08203c4ad0a5');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (3, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:31147fbfc1c83edb4c2c8a019222e603","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"struck","quote":{"text":"Kharkiv 2 people were injured","start":88,"end":117},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '4e4287d3e9a5e6285ef6eb299606693bfbd6b791f2431c6c06569d11804fbd1c');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (4, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:be74d444fe77a316fc761fafea0cab4a","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"injured","quote":{"text":"2 people were injured","start":96,"end":117},"count":{"low":2,"high":2,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, 'bcfab57c58dcee29cd76333624f89d30eae859478847d9e36407a650ed3b05a2');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (5, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:85b442a0fe01238d4c3feca064bd9b54","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"launched","quote":{"text":"launched 13 Shahed drones","start":32,"end":57},"count":{"low":13,"high":13,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '4b3c2846c42e2cd367cfad212cd3a1f93728fae2f467456db287613446a4901a');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (6, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:6159812e2e41f6efdac601e9583c9601","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"intercepted","quote":{"text":"10 of them were shot down","start":59,"end":84},"count":{"low":10,"high":10,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '9fbb583f86a13cba5aa1068021a423c9eb9332cbc453da9e583ec98fc9a4e38c');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (7, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:e6185b711c3b1cf28aac06b7990b29a7","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"struck","quote":{"text":"Kharkiv 3 people were injured","start":89,"end":118},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '5d80305d395676c4581dfa4a9e07766e51e887f28b8cdb6ea1c835a871afee65');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (8, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:8fdbbfd8768f556a816c6ce4fdc43ec6","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"injured","quote":{"text":"3 people were injured","start":97,"end":118},"count":{"low":3,"high":3,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '4eac96332c396c3ec84e4eefa46a258818c3b8c878d8d93078385d634257633d');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (9, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:f3a599d42678ee368761d1841bfaf9d6","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"launched","quote":{"text":"launched 28 Shahed drones","start":32,"end":57},"count":{"low":28,"high":28,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '1869b2b045433ecc4c0e513cb032642e4ed0d4c17b96859757e49639062dd587');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (10, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:ccf9f0d68e608b3c90640a4bfb9bfeea","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"intercepted","quote":{"text":"26 of them were shot down","start":59,"end":84},"count":{"low":26,"high":26,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, '460a24df4a85c09d163b5ddc9e3503fba56aae2094b31aa39e81524f49963fbb');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (11, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:79f533206cd586ad0a2f9c110fb69b36","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"struck","quote":{"text":"Kharkiv 4 people were injured","start":89,"end":118},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, 'abd9e46412d782f0748b8479d09917f27394c2781bb0738b1a2f9649d698831e');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (12, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '{"id":"st:f7f98f064493a142f1bc0361ed539d26","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"injured","quote":{"text":"4 people were injured","start":97,"end":118},"count":{"low":4,"high":4,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T21:52:13+00:00', 5, 'bea763e9bd0d7898487e520ee97011da06f2e12849d9485b56e639ccd355da4b');
CREATE TABLE rejections (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    said       TEXT NOT NULL,           -- reports.said of the text it stands in
    reader     TEXT NOT NULL,           -- the reading it belongs to: reader
    catalogue  TEXT NOT NULL,           -- and data folder
    reason     TEXT NOT NULL,           -- Rejection.reason
    record     TEXT NOT NULL,           -- Rejection
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO rejections (seq, said, reader, catalogue, reason, record, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'other reader', 'catalogue', 'odd', '{"report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"launched","quote":null,"reason":"odd","detail":"odd"}', '2024-04-01T09:00:00+00:00', 9, '414e788f4f651954b88ee15392c983ec9a1bdcfccd6490a08fd56a4da3e51d31');
CREATE TABLE refusals (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL UNIQUE,    -- hash of the Refusal: told twice, kept once
    stage      TEXT NOT NULL,           -- Refusal.stage
    reason     TEXT NOT NULL,           -- Refusal.reason
    record     TEXT NOT NULL,           -- Refusal
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO refusals (seq, fact, stage, reason, record, learned_at, entry, hash) VALUES (1, '484c4775a13ed960a2412a5830b037e0677f9588eab6ca62517687a0d879765f', 'collect', 'empty', '{"stage":"collect","item":"empty.txt","reason":"empty","detail":"empty.txt is empty"}', '2024-04-01T09:00:00+00:00', 9, 'c4e1d842d3e3554ca5c904982ca4bb0313cbc32afca9d5d3c1fc90b830742330');
CREATE TABLE decisions (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    id         TEXT NOT NULL UNIQUE,    -- Decision.id
    record     TEXT NOT NULL,           -- Decision
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO decisions (seq, id, record, learned_at, entry, hash) VALUES (1, 'd', '{"id":"d","verb":"accept","statements":[],"reason":"seen","author":"tester","decided_at":"2024-04-01T09:00:00+00:00","supersedes":null,"correction":null,"items":[]}', '2024-04-01T09:00:00+00:00', 9, '365abfe7831423345990f991ed4c5402a92ff5e473d12445f8871c4f2251791b');
INSERT INTO decisions (seq, id, record, learned_at, entry, hash) VALUES (2, 'de:a9fe4e4fedaa5b25123a28ec7f6495a0', '{"id":"de:a9fe4e4fedaa5b25123a28ec7f6495a0","verb":"erase","statements":[],"reason":"asked for","author":"tester","decided_at":"2026-11-22T21:52:13+00:00","supersedes":null,"correction":null,"items":["sha256:7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060","7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060"]}', '2026-11-22T21:52:13+00:00', 12, '0e05bdf3f918c076b5e09534d729ddeffa033fe1ac62ac13c2328934f688c4b0');
CREATE TABLE runs (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    verb       TEXT NOT NULL,           -- collect, read, reconcile, assess, brief, import
    started    TEXT NOT NULL,           -- UTC, seconds
    finished   TEXT NOT NULL,           -- UTC, seconds
    unit       TEXT NOT NULL,           -- what is counted: reports, statements, ...
    counts_in  INTEGER NOT NULL,        -- how many went in
    counts_out INTEGER NOT NULL,        -- how many came out
    refused    TEXT NOT NULL,           -- JSON: reason to how many
    inputs     TEXT NOT NULL,           -- hash of what went in
    version    TEXT NOT NULL,           -- version of Firstlight
    catalogue  TEXT NOT NULL,           -- content hash of the data folder
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (1, 'collect', '2026-11-22T21:52:12+00:00', '2026-11-22T21:52:12+00:00', 'reports', 3, 3, '{}', 'd78bc0ef31475a61bec7deff4221e6b63b42495f76764e638be28ad873fbc164', '0.1.0', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '2026-11-22T21:52:12+00:00', 4, 'd45a694bbbf5cf494e605a1883f3730ddf1b3c2e993ffcaf662db963bc887d58');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (2, 'read', '2026-11-22T21:52:13+00:00', '2026-11-22T21:52:13+00:00', 'statements', 12, 12, '{}', '71ab6a987e869cd857c41b8f4fbcdb5d48b69b6933bab7b42536492584bea1f9', '0.1.0', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '2026-11-22T21:52:13+00:00', 6, '839402a180f4e67fe72b213a58bb4ba6ad6027ce54ca5675887e431f68bdf9e8');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (3, 'reconcile', '2026-11-22T21:52:13+00:00', '2026-11-22T21:52:13+00:00', 'statements', 12, 12, '{}', '3c5417a298998ce167ecb51c354f44ed9fb846f3feca6ef1ab30dc5dd37978e0', '0.1.0', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '2026-11-22T21:52:13+00:00', 8, 'dbee0c9fffe8fab9c47ac0935873aaa5f21754eb8165b2de38d93f08e1d1c169');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (4, 'collect', '2026-11-22T21:52:13+00:00', '2026-11-22T21:52:13+00:00', 'reports', 1, 1, '{}', 'cd22f93e34e4d53d95e82827a4687fc5b9bd923b1da77b7316d9dbf1cc8b0812', '0.1.0', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '2026-11-22T21:52:13+00:00', 11, '8dcab625c5d3b55555258cd93ae9cdf1441a4cb31db9a8db51fbf1380bea8e9a');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (5, 'decide', '2026-11-22T21:52:13+00:00', '2026-11-22T21:52:13+00:00', 'decisions', 1, 1, '{}', 'df80bd9c83942d474e65ebd08abb9737a85fc233312aae898a8339fdf2416aaa', '0.1.0', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '2026-11-22T21:52:13+00:00', 13, '0ce1a7a65c4ccfd645c34ec1ebff83ae176979cbc40a27babea64f87e449fffc');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (6, 'reconcile', '2026-11-22T21:52:13+00:00', '2026-11-22T21:52:13+00:00', 'statements', 8, 8, '{}', '927e667be3293e42bd0c7e44708121437252db8d6fbdacdad26505d734bd638c', '0.1.0', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a', '2026-11-22T21:52:13+00:00', 15, 'a72e9fffa2c8d89367736b1643f400841ad8e60820fd97390f3b480c930ae0c9');
CREATE TABLE erased (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL,           -- the table: captures, reports, readings, statements, rejections
    row        INTEGER NOT NULL,        -- its seq there, which no other row takes
    written    INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,  -- the entry that it was written under
    kept       TEXT NOT NULL,           -- the hash that it carried
    name       TEXT NOT NULL,           -- SHA-256 or id of what it was, empty where it had none
    decision   TEXT NOT NULL REFERENCES decisions (id),  -- who erased it and why
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL,
    UNIQUE (fact, row)
) STRICT;
INSERT INTO erased (seq, fact, row, written, kept, name, decision, learned_at, entry, hash) VALUES (1, 'captures', 4, 10, 'eea2e2fcab0c2967ea8a34ae4910af077cab7574afd2ae497048cbc1a2eb2b16', '7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060', 'de:a9fe4e4fedaa5b25123a28ec7f6495a0', '2026-11-22T21:52:13+00:00', 12, '5634fc8b75a3883384f9ecf70086ec281fede89db17414b0f09e9032fd6b4d28');
INSERT INTO erased (seq, fact, row, written, kept, name, decision, learned_at, entry, hash) VALUES (2, 'reports', 4, 10, '12215dcd1c738447dc0d2dea96c9c6d52d63c62b10c3c17bfdc6be0f5e2292a8', 'sha256:7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060', 'de:a9fe4e4fedaa5b25123a28ec7f6495a0', '2026-11-22T21:52:13+00:00', 12, '2dc4f1f0cbd693b5fa903f95a063016df427919e54fb1daab09138e364de5af8');
CREATE TABLE partitions (
    id         TEXT PRIMARY KEY,    -- attacker and Kyiv date
    token      TEXT NOT NULL,       -- what it is found by: the date, "undated", or "supply/" and an item
    input_hash TEXT NOT NULL,       -- hash of all that settling it depends on
    record     TEXT NOT NULL,       -- LedgerState of this partition
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO partitions (id, token, input_hash, record, hash) VALUES ('RU/2024-03-27', '2024-03-27', 'b8f06beb939b0984193e52f2e1a5ea7a6c70cb211c76c360e41a84bc4b697c3a', '{"raids":[{"id":"raid-28ddaa4e4575e963","attacker":"RU","target":"UA","night":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":13,"best":13,"high":13,"rule":"only figure","statements":["st:85b442a0fe01238d4c3feca064bd9b54"],"rivals":[]},"intercepted":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:6159812e2e41f6efdac601e9583c9601"],"rivals":[]},"shot_down":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:6159812e2e41f6efdac601e9583c9601"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:6159812e2e41f6efdac601e9583c9601","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"},{"statement":"st:85b442a0fe01238d4c3feca064bd9b54","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}],"incidents":[{"id":"incident-edbd7672c6bdfb50","attacker":"RU","day":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-28ddaa4e4575e963","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":3,"best":3,"high":3,"rule":"only figure","statements":["st:8fdbbfd8768f556a816c6ce4fdc43ec6"],"rivals":[]},"history":[["2024-03-27",3,3,"st:8fdbbfd8768f556a816c6ce4fdc43ec6"]]}],"damage":[],"outages":[],"links":[{"statement":"st:8fdbbfd8768f556a816c6ce4fdc43ec6","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"},{"statement":"st:e6185b711c3b1cf28aac06b7990b29a7","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}],"packages":[],"disputes":[],"asides":[]}', 'f4fca9116224ec3955104dce92dfe4cd615aba9280bce380542dbb311ad4c2b0');
INSERT INTO partitions (id, token, input_hash, record, hash) VALUES ('RU/2024-03-28', '2024-03-28', '571f6c1ba05a3cb85aa2d3ec88783b99d8003dfdc92a0efa5fb3cd5b648ea6f5', '{"raids":[{"id":"raid-35a9707fec76e7cb","attacker":"RU","target":"UA","night":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":28,"best":28,"high":28,"rule":"only figure","statements":["st:f3a599d42678ee368761d1841bfaf9d6"],"rivals":[]},"intercepted":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:ccf9f0d68e608b3c90640a4bfb9bfeea"],"rivals":[]},"shot_down":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:ccf9f0d68e608b3c90640a4bfb9bfeea"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:ccf9f0d68e608b3c90640a4bfb9bfeea","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"},{"statement":"st:f3a599d42678ee368761d1841bfaf9d6","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}],"incidents":[{"id":"incident-d099a43bb0baba34","attacker":"RU","day":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-35a9707fec76e7cb","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":4,"best":4,"high":4,"rule":"only figure","statements":["st:f7f98f064493a142f1bc0361ed539d26"],"rivals":[]},"history":[["2024-03-28",4,4,"st:f7f98f064493a142f1bc0361ed539d26"]]}],"damage":[],"outages":[],"links":[{"statement":"st:79f533206cd586ad0a2f9c110fb69b36","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"},{"statement":"st:f7f98f064493a142f1bc0361ed539d26","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}],"packages":[],"disputes":[],"asides":[]}', 'e5df76fe3f6db2b3c65c286dc83a3841d108a73381f84361756949b390535231');
CREATE TABLE raids (
    id     TEXT PRIMARY KEY,        -- Raid.id
    day    TEXT NOT NULL,           -- Raid.night, Kyiv date
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Raid
    hash   TEXT NOT NULL
) STRICT;
INSERT INTO raids (id, day, part, record, hash) VALUES ('raid-28ddaa4e4575e963', '2024-03-27', 'RU/2024-03-27', '{"id":"raid-28ddaa4e4575e963","attacker":"RU","target":"UA","night":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":13,"best":13,"high":13,"rule":"only figure","statements":["st:85b442a0fe01238d4c3feca064bd9b54"],"rivals":[]},"intercepted":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:6159812e2e41f6efdac601e9583c9601"],"rivals":[]},"shot_down":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:6159812e2e41f6efdac601e9583c9601"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:6159812e2e41f6efdac601e9583c9601","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"},{"statement":"st:85b442a0fe01238d4c3feca064bd9b54","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}', '47a3d9ce710544d4fa6436c0b813bb926caef1067579280354c4ed036cab78f9');
INSERT INTO raids (id, day, part, record, hash) VALUES ('raid-35a9707fec76e7cb', '2024-03-28', 'RU/2024-03-28', '{"id":"raid-35a9707fec76e7cb","attacker":"RU","target":"UA","night":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":28,"best":28,"high":28,"rule":"only figure","statements":["st:f3a599d42678ee368761d1841bfaf9d6"],"rivals":[]},"intercepted":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:ccf9f0d68e608b3c90640a4bfb9bfeea"],"rivals":[]},"shot_down":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:ccf9f0d68e608b3c90640a4bfb9bfeea"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:ccf9f0d68e608b3c90640a4bfb9bfeea","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"},{"statement":"st:f3a599d42678ee368761d1841bfaf9d6","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}', '15965310cd03f37b5bac99f1aad7a910210e9989b926c38bf7b8cb6ac3780888');
CREATE TABLE incidents (
    id     TEXT PRIMARY KEY,        -- Incident.id
    day    TEXT NOT NULL,           -- Incident.day, Kyiv date
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Incident
    hash   TEXT NOT NULL
) STRICT;
INSERT INTO incidents (id, day, part, record, hash) VALUES ('incident-edbd7672c6bdfb50', '2024-03-27', 'RU/2024-03-27', '{"id":"incident-edbd7672c6bdfb50","attacker":"RU","day":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-28ddaa4e4575e963","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":3,"best":3,"high":3,"rule":"only figure","statements":["st:8fdbbfd8768f556a816c6ce4fdc43ec6"],"rivals":[]},"history":[["2024-03-27",3,3,"st:8fdbbfd8768f556a816c6ce4fdc43ec6"]]}],"damage":[],"outages":[],"links":[{"statement":"st:8fdbbfd8768f556a816c6ce4fdc43ec6","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"},{"statement":"st:e6185b711c3b1cf28aac06b7990b29a7","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}', '4f71c8d41c89633c262732c1bb370d3695eb965d7134b55fbbad18ec453a651d');
INSERT INTO incidents (id, day, part, record, hash) VALUES ('incident-d099a43bb0baba34', '2024-03-28', 'RU/2024-03-28', '{"id":"incident-d099a43bb0baba34","attacker":"RU","day":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-35a9707fec76e7cb","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":4,"best":4,"high":4,"rule":"only figure","statements":["st:f7f98f064493a142f1bc0361ed539d26"],"rivals":[]},"history":[["2024-03-28",4,4,"st:f7f98f064493a142f1bc0361ed539d26"]]}],"damage":[],"outages":[],"links":[{"statement":"st:79f533206cd586ad0a2f9c110fb69b36","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"},{"statement":"st:f7f98f064493a142f1bc0361ed539d26","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}', '599686f347238284694764e637f9a444180db1bf6899c7b372d4efad82aebbcf');
CREATE TABLE packages (
    id     TEXT PRIMARY KEY,        -- Package.id
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Package
    hash   TEXT NOT NULL
) STRICT;
CREATE TABLE disputes (
    id     TEXT PRIMARY KEY,        -- hash of the record
    about  TEXT NOT NULL,           -- raid or incident
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Dispute
    hash   TEXT NOT NULL
) STRICT;
CREATE TABLE asides (
    id        TEXT PRIMARY KEY,     -- hash of the record
    statement TEXT NOT NULL,        -- Statement.id
    reason    TEXT NOT NULL,        -- Aside.reason up to its first colon, what is counted
    part      TEXT NOT NULL,        -- the partition that it comes from
    record    TEXT NOT NULL,        -- Aside
    hash      TEXT NOT NULL
) STRICT;
CREATE TABLE aliases (
    id     TEXT NOT NULL,           -- the other id
    target TEXT NOT NULL,           -- the raid, incident or package
    PRIMARY KEY (id, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE counted (
    report    TEXT PRIMARY KEY,     -- Report.id
    seq       INTEGER NOT NULL,     -- reports.seq of the row that counts
    said      TEXT NOT NULL,        -- reports.said of it
    reader    TEXT,                 -- the reading that counts, NULL where there is none: reader
    catalogue TEXT                  -- and data folder
) STRICT, WITHOUT ROWID;
INSERT INTO counted (report, seq, said, reader, catalogue) VALUES ('sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', 2, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a');
INSERT INTO counted (report, seq, said, reader, catalogue) VALUES ('sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', 3, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '9744504edfc9f9db066b6c319e74b01add7fba27db9b4fbb19dfc62173675d0a');
INSERT INTO counted (report, seq, said, reader, catalogue) VALUES ('sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', 1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'other reader', 'catalogue');
CREATE TABLE reaches (
    statement TEXT PRIMARY KEY,     -- Statement.id
    report    TEXT NOT NULL,        -- Report.id
    first     TEXT NOT NULL,        -- Kyiv date, "undated", or "supply/" and an item
    last      TEXT NOT NULL,        -- Kyiv date, or as `first`
    filed     TEXT NOT NULL,        -- date of publication, or "undated"
    loose     INTEGER NOT NULL      -- 0 where its own words date it, 1 in an evening, 2 where they do not
) STRICT, WITHOUT ROWID;
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:6159812e2e41f6efdac601e9583c9601', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:79f533206cd586ad0a2f9c110fb69b36', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:85b442a0fe01238d4c3feca064bd9b54', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:8fdbbfd8768f556a816c6ce4fdc43ec6', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:ccf9f0d68e608b3c90640a4bfb9bfeea', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:e6185b711c3b1cf28aac06b7990b29a7', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:f3a599d42678ee368761d1841bfaf9d6', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:f7f98f064493a142f1bc0361ed539d26', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
CREATE TABLE stale (
    token TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE followed (
    what TEXT PRIMARY KEY,          -- rules, attributions, readings, decisions
    mark TEXT NOT NULL              -- the rules by which reaches were made; the newest seq seen of a table of facts
) STRICT, WITHOUT ROWID;
INSERT INTO followed (what, mark) VALUES ('attributions', '4');
INSERT INTO followed (what, mark) VALUES ('decisions', '2');
INSERT INTO followed (what, mark) VALUES ('readings', '4');
INSERT INTO followed (what, mark) VALUES ('rules', '7c05eaf37aab3ba00b5a5f8d033698905abe909e8f9793338277c40cb776068d');
CREATE INDEX log_derived ON log (seq) WHERE derived IS NOT NULL;
CREATE INDEX captures_origin ON captures (origin, seq);
CREATE INDEX reports_id ON reports (id);
CREATE INDEX reports_said ON reports (said);
CREATE INDEX reports_capture ON reports (capture);
CREATE INDEX attributions_slot ON attributions (slot, seq);
CREATE INDEX attributions_report ON attributions (report);
CREATE INDEX readings_said ON readings (said, seq);
CREATE UNIQUE INDEX statements_id ON statements (id);
CREATE INDEX statements_said ON statements (said);
CREATE INDEX rejections_said ON rejections (said);
CREATE INDEX erased_name ON erased (name);
CREATE INDEX partitions_token ON partitions (token, id, input_hash);
CREATE INDEX partitions_hash ON partitions (id, hash);
CREATE INDEX raids_day ON raids (day);
CREATE INDEX raids_part ON raids (part);
CREATE INDEX raids_hash ON raids (id, hash);
CREATE INDEX incidents_day ON incidents (day);
CREATE INDEX incidents_part ON incidents (part);
CREATE INDEX incidents_hash ON incidents (id, hash);
CREATE INDEX packages_part ON packages (part);
CREATE INDEX packages_hash ON packages (id, hash);
CREATE INDEX disputes_about ON disputes (about);
CREATE INDEX disputes_part ON disputes (part);
CREATE INDEX disputes_hash ON disputes (id, hash);
CREATE INDEX asides_statement ON asides (statement);
CREATE INDEX asides_reason ON asides (reason, statement);
CREATE INDEX asides_part ON asides (part);
CREATE INDEX asides_hash ON asides (id, hash);
CREATE INDEX aliases_target ON aliases (target);
CREATE INDEX reaches_report ON reaches (report);
CREATE INDEX reaches_first ON reaches (first, last, report);
CREATE INDEX reaches_loose ON reaches (first, last) WHERE loose;
CREATE INDEX reaches_filed ON reaches (filed, report) WHERE loose = 2;
CREATE TRIGGER statements_quote BEFORE INSERT ON statements
WHEN NEW.quote IS NOT (
    SELECT substr(text, NEW.quote_start + 1, NEW.quote_end - NEW.quote_start) FROM reports
    WHERE said = NEW.said AND id = NEW.record ->> '$.report' LIMIT 1
)
BEGIN SELECT RAISE(ABORT, 'the quote is not that slice of its report'); END;
CREATE TRIGGER statements_number BEFORE INSERT ON statements
BEGIN
    SELECT RAISE(ABORT, 'the quote gate: ' || reason) FROM (
        SELECT unsupported(NEW.record, said, record, text) AS reason FROM reports WHERE said = NEW.said LIMIT 1
    ) WHERE reason IS NOT NULL;
END;
CREATE TRIGGER erased_by_decision BEFORE INSERT ON erased
WHEN NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision AND record ->> '$.verb' = 'erase')
BEGIN SELECT RAISE(ABORT, 'nothing is erased without a decision'); END;
CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END;
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'captures' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'reports' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END;
CREATE TRIGGER attributions_no_update BEFORE UPDATE ON attributions
BEGIN SELECT RAISE(ABORT, 'attributions is append-only'); END;
CREATE TRIGGER attributions_no_delete BEFORE DELETE ON attributions
BEGIN SELECT RAISE(ABORT, 'attributions is append-only'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'readings' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'statements' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END;
CREATE TRIGGER rejections_no_update BEFORE UPDATE ON rejections
BEGIN SELECT RAISE(ABORT, 'rejections is append-only'); END;
CREATE TRIGGER rejections_no_delete BEFORE DELETE ON rejections
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'rejections' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'rejections is append-only'); END;
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER erased_no_update BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'erased is append-only'); END;
CREATE TRIGGER erased_no_delete BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'erased is append-only'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
