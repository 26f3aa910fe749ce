PRAGMA application_id = 1179398400;
PRAGMA user_version = 2;
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
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (1, '2026-11-22T19:38:10+00:00', 'root', 'collect', '26.txt', '69d4a7fcee93167be1dbb95a7d1605b7b0ac43765e6267433d1f18e47c357f9b', 'b73f63eb307a150c7c3bcec5ad26eacf8aac6da6a0a150dfff58f1d89fdae905', NULL, '3674b78d065cbfe621e172540b87f830', '6b59e1113869fb25ff3fff5fab41b13a7fc6ade5ae65364c014e0772edf4b4e6');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (2, '2026-11-22T19:38:10+00:00', 'root', 'collect', '27.txt', 'e4800ab73ba0f009b4b7cc7ed4c82411f39105bfec4dadbe505afb82d1ce89d4', '12f7d211cc51684f0f6a55b0dfd36670712628dc7c7fa90f18b8517669fe2ebd', NULL, '6b59e1113869fb25ff3fff5fab41b13a7fc6ade5ae65364c014e0772edf4b4e6', 'b8e32325124b9d02384428e31a565100b7865e7131ccc0705f928ad8cdbac2ea');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (3, '2026-11-22T19:38:10+00:00', 'root', 'collect', '28.txt', 'eec1962d50174290d719b567fa9e7deb7f6d87b4e271176173ce2a096d115f42', '81a7d51db9779f1582d5c5a868a0886107bf48afa34c5fb25bf13161e00891ca', NULL, 'b8e32325124b9d02384428e31a565100b7865e7131ccc0705f928ad8cdbac2ea', '2bf5e437185730b74776bcfbbe3c160ba23e690113d10f3b51861b7e2dc064ff');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (4, '2026-11-22T19:38:11+00:00', 'root', 'collect', 'the run ended', '4fc6e58064134fb60664c52bdaf51ad1155d147c6b8de1e64f98c7abf44021a7', '3de4b83c36da79083c1743aff406da64b93a35d1945533f76768b84e2fe810f2', NULL, '2bf5e437185730b74776bcfbbe3c160ba23e690113d10f3b51861b7e2dc064ff', '5431978216f9466986d6cb276c4646d7d76d5dd983ecaa09ddb95a9832489c38');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (5, '2026-11-22T19:38:13+00:00', 'root', 'read', '3 reports from number 1', '71ab6a987e869cd857c41b8f4fbcdb5d48b69b6933bab7b42536492584bea1f9', '3323a58c209b2fa7711762b4b4108dc289dc60d2cfd63ecb546d967bef1b4e00', NULL, '5431978216f9466986d6cb276c4646d7d76d5dd983ecaa09ddb95a9832489c38', 'a38c8073ea169acbbda753b56707d8083d9682c040499454490fc407b806fb59');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (6, '2026-11-22T19:38:13+00:00', 'root', 'read', 'the run ended', '79b9c81c3f8bcd19d462cee102228583aaeafec0fc858355e8a036907107023e', 'd0604e59c69680ab9db1a8622f84a3c4ca52f3d0a0e4fbba729013e753aa6e8e', NULL, 'a38c8073ea169acbbda753b56707d8083d9682c040499454490fc407b806fb59', '637999f6b766dbeba33812ea224135dd96d58ff7b5f9eded0b691c7bf5262211');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (7, '2026-11-22T19:38:13+00:00', 'root', 'reconcile', '3 of 3 partitions', '252f4302490216b42aa611e2615600b0ff73c45ea86dd1d3210525892928ce0a', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '2122e0f05d406378c0338d7d580315f76e0a651fa004cb8253ee413c2098e2d9', '637999f6b766dbeba33812ea224135dd96d58ff7b5f9eded0b691c7bf5262211', 'd6fe09a6c9c746ea3da60ce3286212c7b4b8bc41c33f007f7f0eaebd1ff864b5');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (8, '2026-11-22T19:38:13+00:00', 'root', 'reconcile', 'the run ended', '6d2ca9ddee7e2922946473cafa5041e0d7155ec3f5f62331dcbc4547b8efd70e', 'ef6ca59b0e9b117e2f834094ae04c799caf56381fc2ac470d82ac3df9e4bfce2', NULL, 'd6fe09a6c9c746ea3da60ce3286212c7b4b8bc41c33f007f7f0eaebd1ff864b5', 'a945061e8b568153378485438894909b82bc5f96984318983bc1e8ae4888f189');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (9, '2024-04-01T09:00:00+00:00', 'tester', 'test', 'a row in every table', '', '730c7ffcfd74770c6cdbb187299552ce9cbde54162ae3aca2a396ddaa7507885', NULL, 'a945061e8b568153378485438894909b82bc5f96984318983bc1e8ae4888f189', 'e094400d33ecbadfa7426a2bf0dab98d208b7d0e193529618e60b5b09ab5d0a7');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (10, '2026-11-22T19:38:13+00:00', 'root', 'collect', 'standard input', 'cd22f93e34e4d53d95e82827a4687fc5b9bd923b1da77b7316d9dbf1cc8b0812', '88837bd44922bef8ac404c5d6706969366d4628641bd760e522d3372f6fdefb2', NULL, 'e094400d33ecbadfa7426a2bf0dab98d208b7d0e193529618e60b5b09ab5d0a7', '29589dd9828c66dbce59a7112f7e82dee02b2edf03414ab0076c50818002fe20');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (11, '2026-11-22T19:38:13+00:00', 'root', 'collect', 'the run ended', '004f14a4753b3a7efe3476154283600101f4cb292a9b2e5e8cac911c899fa426', 'fd801ce8590ca2834a08a8b8a3291ea941041ee0ca08ea11d4be2a1d54e82f14', NULL, '29589dd9828c66dbce59a7112f7e82dee02b2edf03414ab0076c50818002fe20', 'd9947749eb76a0179d02f20fc4ea30e0d1de594e6164fb39504ebe837b96b107');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (12, '2026-11-22T19:38:14+00:00', 'root', 'decide', 'erase: asked for', 'df80bd9c83942d474e65ebd08abb9737a85fc233312aae898a8339fdf2416aaa', '7a39d591bf9cb2fd2ecaa7abd9356853d4936f703d0f1c67dcf0b6337c63d891', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'd9947749eb76a0179d02f20fc4ea30e0d1de594e6164fb39504ebe837b96b107', '4c50f28c8bf21ab48cd1d71cc24cd68a96e482ea76fb8a606be497d5a3d5640c');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (13, '2026-11-22T19:38:14+00:00', 'root', 'decide', 'the run ended', '25337083486dbdc5cda51632fdaf81c51a74fff79b55890ecd4943b083dcdbb8', '9b39a45071b7cda5c2d18e2ac5930e67be655f5fb0ead5f4a495c16ca675a404', NULL, '4c50f28c8bf21ab48cd1d71cc24cd68a96e482ea76fb8a606be497d5a3d5640c', '52feb8deeff39d4ef04f65ea9735dcdda996810b5845e9903ee0c15dfc2d501d');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (14, '2026-11-22T19:38:14+00:00', 'root', 'reconcile', '2 of 2 partitions', '81e8e02f901638495476c48312e49a4c11d817a62cdd579bb8f5dd52c4fa7c6c', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '06e2f7dfe6bb830ae29ff4807c7e769653e1af500048fa377be1dc0b02355d8f', '52feb8deeff39d4ef04f65ea9735dcdda996810b5845e9903ee0c15dfc2d501d', '247dd90a0a14bb1e5299d2cf0d94f458574815bfaddb6833e317f421a02a2be1');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (15, '2026-11-22T19:38:14+00:00', 'root', 'reconcile', 'the run ended', 'f756169bb741c49b02e12d0295ee9d32386af986ae78160df1313319783c9b57', '58c2716bb80c57f04c2d333e1c38182854c4d6ab3a43586eb9f294626f3e01ef', NULL, '247dd90a0a14bb1e5299d2cf0d94f458574815bfaddb6833e317f421a02a2be1', '34227a66e827762ad7e304ddb8c7260f64d210f3dc14580b6a7846d1de69bd2f');
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
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (1, 'aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', '26.txt', 118, '{"sha256":"aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","size":118,"media":"text","origin":"26.txt","collected_at":"2026-11-22T19:38:10+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T19:38:10+00:00', 1, 'dfb22fdf4869b0789d232b81df2b718a369ece566f51a24d5fe9ee7148a5fd1a');
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (2, '4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '27.txt', 119, '{"sha256":"4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","size":119,"media":"text","origin":"27.txt","collected_at":"2026-11-22T19:38:10+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T19:38:10+00:00', 2, '21eb320d648039aa34053268d5c89fb478144ce1cbbb78873073d8c3f8b8834b');
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (3, '709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '28.txt', 119, '{"sha256":"709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","size":119,"media":"text","origin":"28.txt","collected_at":"2026-11-22T19:38:10+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T19:38:10+00:00', 3, 'f1d000c85e5c06eb268017ed882364bb06b517776fc1c330aa8c36a905d82649');
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
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (1, '1f0bad398d4015e331b37ae1a4803c3df51d9653d82fa53edb92258cebff0239', '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', 'aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', 'ua-air-force', '2024-03-26', 'text', '{"id":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","capture":"aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-26","language":"en","text":"","view":"view/1","encoding":"utf-8","spans":[{"start":0,"end":118,"byte_start":0,"byte_end":118,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 26 March Russia launched 12 Shahed drones, 9 of them were shot down.
In Kharkiv 2 people were injured.', 118, '2026-11-22T19:38:10+00:00', 1, '9e9ae2a31140440ab6a06b3e837cc4650b186b6c1b48ae39ac7562828d91a704');
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (2, '46cf5be6c8c63aac36ba976ec3df833ef54d84bed73e6b8b19c2a80d49f1e84a', '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', 'ua-air-force', '2024-03-27', 'text', '{"id":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","capture":"4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-27","language":"en","text":"","view":"view/1","encoding":"utf-8","spans":[{"start":0,"end":119,"byte_start":0,"byte_end":119,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 27 March Russia launched 13 Shahed drones, 10 of them were shot down.
In Kharkiv 3 people were injured.', 119, '2026-11-22T19:38:10+00:00', 2, '9b9d46355282014a8359734b75118d6bf5c2a75bc9fa49c28990bdddc6ddc552');
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (3, '43505f1b622f7dff5a7d64db9da68bb1e74a33c48f6bfc9f3abd68c2434df60c', 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', 'ua-air-force', '2024-03-28', 'text', '{"id":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","capture":"709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-28","language":"en","text":"","view":"view/1","encoding":"utf-8","spans":[{"start":0,"end":119,"byte_start":0,"byte_end":119,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 28 March Russia launched 28 Shahed drones, 26 of them were shot down.
In Kharkiv 4 people were injured.', 119, '2026-11-22T19:38:10+00:00', 3, '9727d4633799f937c3397fdd9a0df1a818d189a4c0959a38326f839f3a19033e');
CREATE TABLE attributions (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    slot       TEXT NOT NULL,                                 -- hash that names the slot
    report     INTEGER NOT NULL,                              -- reports.seq of what counts from here on; may be erased
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (1, 'b6b60b9e2172ba12b0846e2cbb2da07dc6a074fe4fe9a64ce6a4ffaefc78d767', 1, '2026-11-22T19:38:10+00:00', 1, '9f9846ad321cc805732217f934235874e701e2a7cf32408fc40b7204f6a490e1');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (2, 'e8554cf714d772bc20a84c51329d79cc8e38455a86ceaf08486b502c8e30d257', 2, '2026-11-22T19:38:10+00:00', 2, '6811b960d92076be1ea66f41b327705887bfd636ea27e37723f8d102c3b4a610');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (3, 'f037c42fa572e56291829d09afd2dffeaad88040f610bcdaacdbcf89b9bd84bf', 3, '2026-11-22T19:38:10+00:00', 3, 'c4800d55a6991f8bfa4e5bd6d51a9bf8573c87fd6107d15dbc447217eebe5f2c');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (4, '64ab1ab02631fcf7198da70c070f809a5e4ea9f7e5004fa176f0ef2f95f39e4c', 4, '2026-11-22T19:38:13+00:00', 10, '74aa81756f8bd434d18e191762a722b7c4d9634e406690bb3b9d1bbebc1a8ed6');
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
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', 4, 0, '2026-11-22T19:38:13+00:00', 5, 'b17eb6b2f7ba6e5628054a739bad4b2fbf22ec4a5e145d41c11dd07b5c4fd851');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (2, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', 4, 0, '2026-11-22T19:38:13+00:00', 5, '48eac674b0dc20dabc808ebb6f490a21ec0d7e7c5f7fcba47605af7fcd78b244');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (3, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', 4, 0, '2026-11-22T19:38:13+00:00', 5, '5d4263cc4197323c6f7d7e0cf966cd6d8b46129fff5999337ddde78d52ab1850');
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
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:0cc3ab779f5df5c16ecc41dd4b7a89cb","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"launched","quote":{"text":"launched 12 Shahed drones","start":32,"end":57},"count":{"low":12,"high":12,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'f53ad68f81d155e691bfec3ca5f7c2291e98e29c342ce28cb6aadbec8d5b01b3');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (2, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:8ebc03649e2e61f6cf4613eab25c92cd","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"intercepted","quote":{"text":"9 of them were shot down","start":59,"end":83},"count":{"low":9,"high":9,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, '2e8fb7f21bc6918db31758def840c52f2dccd8eb50322682baf42912948afd5b');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (3, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:9ab34b8a98ef11851b3185ed9f3f004e","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"struck","quote":{"text":"Kharkiv 2 people were injured","start":88,"end":117},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'b0d9b932bbe0d2cd845c2556f99e2b1a61b3b3a8a35bffea5d8db0198c0deaac');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (4, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:ed4b18b56c0e01ef92d3d16f43cd3091","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"injured","quote":{"text":"2 people were injured","start":96,"end":117},"count":{"low":2,"high":2,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, '6e35d55e7f87207656654c346a369bd8f5e9762fdd4f62e84a0f4dfb2d7821cb');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (5, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:397797e8cfa074112583e52b44466077","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"launched","quote":{"text":"launched 13 Shahed drones","start":32,"end":57},"count":{"low":13,"high":13,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'c7d845a4039cc62bad7a03075a317905686dade282d47c7dd516b6466775c203');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (6, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:48e798f4bc361c55c2b5367f64e0570a","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"intercepted","quote":{"text":"10 of them were shot down","start":59,"end":84},"count":{"low":10,"high":10,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'b8018b4fa1abde3bef97d05d76def7054edc9f95ef67991cf7d5ea4e2844832f');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (7, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:a31fcd0005dee0d102bfd6aba2288e2f","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"struck","quote":{"text":"Kharkiv 3 people were injured","start":89,"end":118},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, '78428c8a5ebb21e7a97dd8130f1819577aa347278d1e69b3ebd4449753a82a45');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (8, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:dae770a98cee74119706f1fd18f1c1a7","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"injured","quote":{"text":"3 people were injured","start":97,"end":118},"count":{"low":3,"high":3,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, '6c124eb9ed0a5fa40cd96d5a07ada16a98a00b75e0d8c7bd75122038f5637224');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (9, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:4b02975606580d89027250893b2bab9e","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"launched","quote":{"text":"launched 28 Shahed drones","start":32,"end":57},"count":{"low":28,"high":28,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'ac7ed1e13a0f57353fa11fe1d90031ce886cecc1c7ecd9afafca5aa0603d9a3d');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (10, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:c76c40df4cf0ef14d96a2b769054b80f","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"intercepted","quote":{"text":"26 of them were shot down","start":59,"end":84},"count":{"low":26,"high":26,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, '4fea83d532242b887cee448b35a08c4034414fbcdebb10ffb2cff5e29d5fd5fd');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (11, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:2858e4cc8ae32d56ad5c4188b889b9f4","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"struck","quote":{"text":"Kharkiv 4 people were injured","start":89,"end":118},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'a253eae02fbea18683b496fbe07c957e45443abfb0462ae256d68413a14ab38a');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (12, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '{"id":"st:27ad851e3f3e3ed057b77edb2104eb46","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"injured","quote":{"text":"4 people were injured","start":97,"end":118},"count":{"low":4,"high":4,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T19:38:13+00:00', 5, 'e4c1f695ad545ea3ee58f44bdb4d64207c0ae7e1496bf7cbfef59a4df26b9a28');
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
INSERT INTO decisions (seq, id, record, learned_at, entry, hash) VALUES (2, 'de:4b821ed6bf84fa9d91b525c8a6d80821', '{"id":"de:4b821ed6bf84fa9d91b525c8a6d80821","verb":"erase","statements":[],"reason":"asked for","author":"tester","decided_at":"2026-11-22T19:38:14+00:00","supersedes":null,"correction":null,"items":["sha256:7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060","7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060"]}', '2026-11-22T19:38:14+00:00', 12, 'ea82a3efae65be2b3b25fd40422c510021e9e2987774d6c7e1a4b60358250936');
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
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (1, 'collect', '2026-11-22T19:38:10+00:00', '2026-11-22T19:38:11+00:00', 'reports', 3, 3, '{}', 'd78bc0ef31475a61bec7deff4221e6b63b42495f76764e638be28ad873fbc164', '0.1.0', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '2026-11-22T19:38:11+00:00', 4, '78d8e0cf8a6138983bfc1772fc2fe6c40d7b297a1cccb48847dfab43c527c5fd');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (2, 'read', '2026-11-22T19:38:11+00:00', '2026-11-22T19:38:13+00:00', 'statements', 12, 12, '{}', '71ab6a987e869cd857c41b8f4fbcdb5d48b69b6933bab7b42536492584bea1f9', '0.1.0', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '2026-11-22T19:38:13+00:00', 6, 'fd86c96c3f1f376b598ee4ef0232083cafe342ce8ebf482d0456824b65b9b9e1');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (3, 'reconcile', '2026-11-22T19:38:13+00:00', '2026-11-22T19:38:13+00:00', 'statements', 12, 12, '{}', '252f4302490216b42aa611e2615600b0ff73c45ea86dd1d3210525892928ce0a', '0.1.0', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '2026-11-22T19:38:13+00:00', 8, 'f43825949527c4f49b33ba927ba157fd804b084979a2e8e67425885056ac02af');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (4, 'collect', '2026-11-22T19:38:13+00:00', '2026-11-22T19:38:13+00:00', 'reports', 1, 1, '{}', 'cd22f93e34e4d53d95e82827a4687fc5b9bd923b1da77b7316d9dbf1cc8b0812', '0.1.0', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '2026-11-22T19:38:13+00:00', 11, 'a7611f3a6caeb704648ea010b1f87a2a152934a1dae10b2aabf8058b3c049249');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (5, 'decide', '2026-11-22T19:38:14+00:00', '2026-11-22T19:38:14+00:00', 'decisions', 1, 1, '{}', 'df80bd9c83942d474e65ebd08abb9737a85fc233312aae898a8339fdf2416aaa', '0.1.0', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '2026-11-22T19:38:14+00:00', 13, 'ff7a6f49f1cfd0fe17c9259cdc9cdeeb42c93aa04012597527cc69e7972c2205');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (6, 'reconcile', '2026-11-22T19:38:14+00:00', '2026-11-22T19:38:14+00:00', 'statements', 8, 8, '{}', '81e8e02f901638495476c48312e49a4c11d817a62cdd579bb8f5dd52c4fa7c6c', '0.1.0', 'dce17e80df42e23800fcc232ef53abfdc3079e3602a74379850ce72926ff7d0e', '2026-11-22T19:38:14+00:00', 15, '24fa0e7f31f4234dbff68997febd4e6aca5f04ef87c62cd81e4853b3826b6cc7');
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
INSERT INTO erased (seq, fact, row, written, kept, name, decision, learned_at, entry, hash) VALUES (1, 'captures', 4, 10, '5dfb80836164cb7fc401f02ee8524b4723c513b653a7a42ba461d85c3640d80c', '7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060', 'de:4b821ed6bf84fa9d91b525c8a6d80821', '2026-11-22T19:38:14+00:00', 12, 'b94e52cde95d221eea86459d9abcad585a8be471fb892d3db404fc8255ff843a');
INSERT INTO erased (seq, fact, row, written, kept, name, decision, learned_at, entry, hash) VALUES (2, 'reports', 4, 10, '9aa190e8dab25f3daa562f3a3295c5595153d54241775637090f067c5fde0ea8', 'sha256:7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060', 'de:4b821ed6bf84fa9d91b525c8a6d80821', '2026-11-22T19:38:14+00:00', 12, 'c05a824e2de67a9d2082f7756a2a1873c41f4862369b94cdc8f50da401d804f2');
CREATE TABLE partitions (
    id         TEXT PRIMARY KEY,    -- attacker and Kyiv date
    input_hash TEXT NOT NULL,       -- hash of all that settling it depends on
    record     TEXT NOT NULL,       -- LedgerState of this partition
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO partitions (id, input_hash, record, hash) VALUES ('RU/2024-03-27', 'a5bb4e075c140799cc0070d28a1455da07870518d5c5b431ad2d8680a2b45288', '{"raids":[{"id":"raid-28ddaa4e4575e963","attacker":"RU","target":"UA","night":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":13,"best":13,"high":13,"rule":"only figure","statements":["st:397797e8cfa074112583e52b44466077"],"rivals":[]},"intercepted":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:48e798f4bc361c55c2b5367f64e0570a"],"rivals":[]},"shot_down":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:48e798f4bc361c55c2b5367f64e0570a"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:397797e8cfa074112583e52b44466077","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"},{"statement":"st:48e798f4bc361c55c2b5367f64e0570a","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}],"incidents":[{"id":"incident-edbd7672c6bdfb50","attacker":"RU","day":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-28ddaa4e4575e963","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":3,"best":3,"high":3,"rule":"only figure","statements":["st:dae770a98cee74119706f1fd18f1c1a7"],"rivals":[]},"history":[["2024-03-27",3,3,"st:dae770a98cee74119706f1fd18f1c1a7"]]}],"damage":[],"outages":[],"links":[{"statement":"st:a31fcd0005dee0d102bfd6aba2288e2f","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"},{"statement":"st:dae770a98cee74119706f1fd18f1c1a7","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}],"packages":[],"disputes":[],"asides":[]}', '81bf9123d211b610ae33b401238ba12e1dc31cb5fa4902e4a5759f186b2594d4');
INSERT INTO partitions (id, input_hash, record, hash) VALUES ('RU/2024-03-28', 'e7c2d171010c14835d82d826fdccdd2e70890c4acf49d413673a692b275604af', '{"raids":[{"id":"raid-35a9707fec76e7cb","attacker":"RU","target":"UA","night":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":28,"best":28,"high":28,"rule":"only figure","statements":["st:4b02975606580d89027250893b2bab9e"],"rivals":[]},"intercepted":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:c76c40df4cf0ef14d96a2b769054b80f"],"rivals":[]},"shot_down":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:c76c40df4cf0ef14d96a2b769054b80f"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:4b02975606580d89027250893b2bab9e","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"},{"statement":"st:c76c40df4cf0ef14d96a2b769054b80f","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}],"incidents":[{"id":"incident-d099a43bb0baba34","attacker":"RU","day":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-35a9707fec76e7cb","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":4,"best":4,"high":4,"rule":"only figure","statements":["st:27ad851e3f3e3ed057b77edb2104eb46"],"rivals":[]},"history":[["2024-03-28",4,4,"st:27ad851e3f3e3ed057b77edb2104eb46"]]}],"damage":[],"outages":[],"links":[{"statement":"st:27ad851e3f3e3ed057b77edb2104eb46","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"},{"statement":"st:2858e4cc8ae32d56ad5c4188b889b9f4","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}],"packages":[],"disputes":[],"asides":[]}', '45d7ea7a66ca5b6563b145a8c356fb608c36f689c7ac0e6de07c5867f5e02e18');
CREATE TABLE raids (
    id     TEXT PRIMARY KEY,        -- Raid.id
    day    TEXT NOT NULL,           -- Raid.night, Kyiv date
    record TEXT NOT NULL,           -- Raid
    hash   TEXT NOT NULL
) STRICT;
INSERT INTO raids (id, day, record, hash) VALUES ('raid-28ddaa4e4575e963', '2024-03-27', '{"id":"raid-28ddaa4e4575e963","attacker":"RU","target":"UA","night":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":13,"best":13,"high":13,"rule":"only figure","statements":["st:397797e8cfa074112583e52b44466077"],"rivals":[]},"intercepted":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:48e798f4bc361c55c2b5367f64e0570a"],"rivals":[]},"shot_down":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:48e798f4bc361c55c2b5367f64e0570a"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:397797e8cfa074112583e52b44466077","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"},{"statement":"st:48e798f4bc361c55c2b5367f64e0570a","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}', '3fb59591f9b122ad67de705b615af0f8a341a5879a7359af9e10d6977af5740c');
INSERT INTO raids (id, day, record, hash) VALUES ('raid-35a9707fec76e7cb', '2024-03-28', '{"id":"raid-35a9707fec76e7cb","attacker":"RU","target":"UA","night":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":28,"best":28,"high":28,"rule":"only figure","statements":["st:4b02975606580d89027250893b2bab9e"],"rivals":[]},"intercepted":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:c76c40df4cf0ef14d96a2b769054b80f"],"rivals":[]},"shot_down":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:c76c40df4cf0ef14d96a2b769054b80f"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:4b02975606580d89027250893b2bab9e","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"},{"statement":"st:c76c40df4cf0ef14d96a2b769054b80f","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}', '0ac9f52c68a379495c11facf505dd7305ba1bedce4f2a3cba844b4f33e7fff09');
CREATE TABLE incidents (
    id     TEXT PRIMARY KEY,        -- Incident.id
    day    TEXT NOT NULL,           -- Incident.day, Kyiv date
    record TEXT NOT NULL,           -- Incident
    hash   TEXT NOT NULL
) STRICT;
INSERT INTO incidents (id, day, record, hash) VALUES ('incident-d099a43bb0baba34', '2024-03-28', '{"id":"incident-d099a43bb0baba34","attacker":"RU","day":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-35a9707fec76e7cb","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":4,"best":4,"high":4,"rule":"only figure","statements":["st:27ad851e3f3e3ed057b77edb2104eb46"],"rivals":[]},"history":[["2024-03-28",4,4,"st:27ad851e3f3e3ed057b77edb2104eb46"]]}],"damage":[],"outages":[],"links":[{"statement":"st:27ad851e3f3e3ed057b77edb2104eb46","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"},{"statement":"st:2858e4cc8ae32d56ad5c4188b889b9f4","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}', 'c15dd18544c01e44a1640bcf58f2e30ebce47adc8fee59b492a6a8ec0ac809d0');
INSERT INTO incidents (id, day, record, hash) VALUES ('incident-edbd7672c6bdfb50', '2024-03-27', '{"id":"incident-edbd7672c6bdfb50","attacker":"RU","day":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-28ddaa4e4575e963","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":3,"best":3,"high":3,"rule":"only figure","statements":["st:dae770a98cee74119706f1fd18f1c1a7"],"rivals":[]},"history":[["2024-03-27",3,3,"st:dae770a98cee74119706f1fd18f1c1a7"]]}],"damage":[],"outages":[],"links":[{"statement":"st:a31fcd0005dee0d102bfd6aba2288e2f","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"},{"statement":"st:dae770a98cee74119706f1fd18f1c1a7","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}', '92e078bc0ec20f009760d60ffcef82e116d2f5d1931dab9e7ae29850f2feb682');
CREATE TABLE packages (
    id     TEXT PRIMARY KEY,        -- Package.id
    record TEXT NOT NULL,           -- Package
    hash   TEXT NOT NULL
) STRICT;
CREATE TABLE disputes (
    id     TEXT PRIMARY KEY,        -- hash of the record
    about  TEXT NOT NULL,           -- raid or incident
    record TEXT NOT NULL,           -- Dispute
    hash   TEXT NOT NULL
) STRICT;
CREATE TABLE asides (
    id        TEXT PRIMARY KEY,     -- hash of the record
    statement TEXT NOT NULL,        -- Statement.id
    record    TEXT NOT NULL,        -- Aside
    hash      TEXT NOT NULL
) STRICT;
CREATE TABLE aliases (
    id     TEXT PRIMARY KEY,        -- the old id
    target TEXT NOT NULL,           -- the raid, incident or package that carries it now
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX log_derived ON log (seq) WHERE derived IS NOT NULL;
CREATE INDEX captures_origin ON captures (origin, seq);
CREATE INDEX reports_id ON reports (id);
CREATE INDEX reports_said ON reports (said);
CREATE INDEX reports_capture ON reports (capture);
CREATE INDEX attributions_slot ON attributions (slot, seq);
CREATE INDEX readings_said ON readings (said, seq);
CREATE UNIQUE INDEX statements_id ON statements (id);
CREATE INDEX statements_said ON statements (said);
CREATE INDEX rejections_said ON rejections (said);
CREATE INDEX erased_name ON erased (name);
CREATE INDEX raids_day ON raids (day);
CREATE INDEX incidents_day ON incidents (day);
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
