PRAGMA application_id = 1179398400;
PRAGMA user_version = 4;
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
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (1, '2026-11-22T22:30:12+00:00', 'root', 'collect', '26.txt', '69d4a7fcee93167be1dbb95a7d1605b7b0ac43765e6267433d1f18e47c357f9b', '4dadd2b11914fca50dbf5a3374dda15a2c1fb7892dc5f4c544e0abda31b91cb6', NULL, '9f23da355aed9c5a5a54f8b074d186d3', 'd1c9aea5a2f381671b95a4bb7e320c1c887ec718e4bd465da94c97594638690f');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (2, '2026-11-22T22:30:12+00:00', 'root', 'collect', '27.txt', 'e4800ab73ba0f009b4b7cc7ed4c82411f39105bfec4dadbe505afb82d1ce89d4', '9bc68143d72ca9c0a89e5617d46146f74123ca5a480d649389352df515d30570', NULL, 'd1c9aea5a2f381671b95a4bb7e320c1c887ec718e4bd465da94c97594638690f', 'd9ab51cdcb75b10db7030bc51633ce36eee4908921b01820c15116ded958570c');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (3, '2026-11-22T22:30:12+00:00', 'root', 'collect', '28.txt', 'eec1962d50174290d719b567fa9e7deb7f6d87b4e271176173ce2a096d115f42', 'e5f3664d3446b939b2642464797f53e922617c3435eeae210b8270edbb5dae3e', NULL, 'd9ab51cdcb75b10db7030bc51633ce36eee4908921b01820c15116ded958570c', '3242c604170ad595d6479fa0fdbb9bbc8ede58d87dd2bbd679120bbb4fde8906');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (4, '2026-11-22T22:30:12+00:00', 'root', 'collect', 'the run ended', '4fc6e58064134fb60664c52bdaf51ad1155d147c6b8de1e64f98c7abf44021a7', '5c234e83c296b59fbaf05c79614857be7469b863be0c7ecd21bf63e91f303209', NULL, '3242c604170ad595d6479fa0fdbb9bbc8ede58d87dd2bbd679120bbb4fde8906', '31a191d0d85d76bc65b407454134f0bc48ab49b58d00a796a6a1f37c07268dd5');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (5, '2026-11-22T22:30:13+00:00', 'root', 'read', '3 reports from number 1', '71ab6a987e869cd857c41b8f4fbcdb5d48b69b6933bab7b42536492584bea1f9', 'f7053f81dc6f9f566ffb3e69eaab6b4cf6a021772972c11b3a4beaddbb63fc5f', NULL, '31a191d0d85d76bc65b407454134f0bc48ab49b58d00a796a6a1f37c07268dd5', '4177accb69b4780e21ec16bd4a3d01590b3c3723bc599e6b0a832c4719e27f29');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (6, '2026-11-22T22:30:13+00:00', 'root', 'read', 'the run ended', '79b9c81c3f8bcd19d462cee102228583aaeafec0fc858355e8a036907107023e', '5008aabe6a49f1fea1084933c5ddc04604d58f0faf469acdc609d52329f8b639', NULL, '4177accb69b4780e21ec16bd4a3d01590b3c3723bc599e6b0a832c4719e27f29', 'fa5f74fa88085b1bb39e70063f3b5979faf09e139726479ebac964b703221f95');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (7, '2026-11-22T22:30:13+00:00', 'root', 'reconcile', '3 partitions settled anew, 0 gone', 'f7dd62e56358e0156edd72faba93d441d4b9b4728639b93a9abe24f17a055454', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'f4fa0c6b8b064175aa00ef52402d5a492e1be735191edff75b5cc800750ab73f', 'fa5f74fa88085b1bb39e70063f3b5979faf09e139726479ebac964b703221f95', '2f997da83c46d88fef7209a34e124528bfeaff5c7f38c380d308df23b6446bb6');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (8, '2026-11-22T22:30:13+00:00', 'root', 'reconcile', 'the run ended', '202f1cd0dd7e441248e11e5e69ba317c06408ba05acfc5210fb70bad9ce6b8e2', 'a3b1f7e378e77a63e246bcd4e71fae9ea4b1fc1398d32155df9b7bfd7cb25ec4', NULL, '2f997da83c46d88fef7209a34e124528bfeaff5c7f38c380d308df23b6446bb6', 'f965ef5888ea725e538e33d29fb4e1aefa305e561a6d7421d31cbb1d051b6a8f');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (9, '2024-04-01T09:00:00+00:00', 'tester', 'test', 'a row in every table', '', '8d687097c7d9c488a9c3d06d28e3577722a95c997872617c4f9e73a8e9a540d7', NULL, 'f965ef5888ea725e538e33d29fb4e1aefa305e561a6d7421d31cbb1d051b6a8f', '53d3f6d5503ea0f21b35dd9fec5aa7c7f61cd3e98697319d2a8edc1b6a306d4f');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (10, '2026-11-22T22:30:13+00:00', 'root', 'collect', 'standard input', 'cd22f93e34e4d53d95e82827a4687fc5b9bd923b1da77b7316d9dbf1cc8b0812', 'b557fb5493f398579621a6da77cc7899a5fa35669ad80b61bc7ba7307dc18a50', NULL, '53d3f6d5503ea0f21b35dd9fec5aa7c7f61cd3e98697319d2a8edc1b6a306d4f', 'd8ed35670fb138076cdc9fbd5bbfca91256e449ea784fb205450efc472ba5c3d');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (11, '2026-11-22T22:30:13+00:00', 'root', 'collect', 'the run ended', '004f14a4753b3a7efe3476154283600101f4cb292a9b2e5e8cac911c899fa426', '94670b17064bb471e8f8520edb56e172fbd169cc6de42041af009354edd75cc0', NULL, 'd8ed35670fb138076cdc9fbd5bbfca91256e449ea784fb205450efc472ba5c3d', '29970c5a7c74f902fd9c9f450b4b995eb67e5806f6cbc5b20b2408b5c2a239ab');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (12, '2026-11-22T22:30:13+00:00', 'root', 'decide', 'erase: asked for', 'df80bd9c83942d474e65ebd08abb9737a85fc233312aae898a8339fdf2416aaa', '7bcb592b22acadbbf50b2263c7cbcb680d46b0a7ad86ba2e0d04cd0eaaa857c4', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '29970c5a7c74f902fd9c9f450b4b995eb67e5806f6cbc5b20b2408b5c2a239ab', '205a24a71eef4deb81977f9c5a18ea598d5654bd0c70d8a3164f7194446cccff');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (13, '2026-11-22T22:30:14+00:00', 'root', 'decide', 'the run ended', '25337083486dbdc5cda51632fdaf81c51a74fff79b55890ecd4943b083dcdbb8', '9a71e8ea095df887948879a60c5823862bb13b4ea6dfcf3151509a34ddf2d8ed', NULL, '205a24a71eef4deb81977f9c5a18ea598d5654bd0c70d8a3164f7194446cccff', '53278b25cae6d595ece9fdf4413504d7082fdda417a62704232c1a4ce3ffe276');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (14, '2026-11-22T22:30:14+00:00', 'root', 'reconcile', '2 partitions settled anew, 0 gone', '1ed8749861d790307a4682019b9ed851d9190b0b8314e128ed50676609b97397', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '8649fb890483ce01a3777569c09f71681753a50dcd2675c3de14fcbb74706baf', '53278b25cae6d595ece9fdf4413504d7082fdda417a62704232c1a4ce3ffe276', '7b2253671e107cf536b38578457b5bb2a798d89b0d0dd21f2ecc4d2aafe1eef5');
INSERT INTO log (seq, at, who, what, why, inputs, outputs, derived, previous, hash) VALUES (15, '2026-11-22T22:30:14+00:00', 'root', 'reconcile', 'the run ended', '9266b7f55abd8ebf2f4ac13a52204b095dd2a265f39165f76181ca3b8faae3fe', '4e272cba129b45997a4d4a565275507839f293e261c925103757bd353698e28f', NULL, '7b2253671e107cf536b38578457b5bb2a798d89b0d0dd21f2ecc4d2aafe1eef5', '44124acce9fc285d8603c0b69ddfd4b9655867815c493bb1f6ba1b9bf7514c05');
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
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (1, 'aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', '26.txt', 118, '{"sha256":"aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","size":118,"media":"text","origin":"26.txt","collected_at":"2026-11-22T22:30:12+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T22:30:12+00:00', 1, '5e9b50aec7f80d8b427595c1fe993b2d2ea360925f6f2402e4d9bafa0ececec7');
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (2, '4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '27.txt', 119, '{"sha256":"4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","size":119,"media":"text","origin":"27.txt","collected_at":"2026-11-22T22:30:12+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T22:30:12+00:00', 2, 'e44340808b74461d476d97f5febce5fc8f9fccc3b71eb87273dae3fa2dd57fa6');
INSERT INTO captures (seq, sha256, origin, size, record, learned_at, entry, hash) VALUES (3, '709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '28.txt', 119, '{"sha256":"709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","size":119,"media":"text","origin":"28.txt","collected_at":"2026-11-22T22:30:12+00:00","collector":"firstlight.collect/1","source":"ua-air-force","visit":null,"columns":null}', '2026-11-22T22:30:12+00:00', 3, 'e766e508e4c7300e2267b6a47f418ebd5026192f6216cf0d0973967b95ab672c');
CREATE TABLE pictures (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    capture    TEXT NOT NULL,           -- captures.sha256 of the page
    sha256     TEXT,                    -- SHA-256 of the PNG, and its file's name; NULL where none was made
    record     TEXT NOT NULL,           -- Picture
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO pictures (seq, capture, sha256, record, learned_at, entry, hash) VALUES (1, 'aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', '5765753acfe50200ddfaf387bad85700e4c4715fefc09d9dbe77c4b7d97af53c', '{"capture":"aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","sha256":"5765753acfe50200ddfaf387bad85700e4c4715fefc09d9dbe77c4b7d97af53c","reason":"","detail":"","size":45,"width":1,"height":1,"page_height":1,"lacking":0,"browser":"","shut":[],"made_at":"2024-04-01T09:00:00+00:00","maker":"tests"}', '2024-04-01T09:00:00+00:00', 9, '5a1c81b0448805dc886d81c187cfc2ada75df0f8704ba29e8c09b0979d975a2d');
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
In Kharkiv 2 people were injured.', 118, '2026-11-22T22:30:12+00:00', 1, '660bf4ff19926b9a79ad6d59a6a3f86d2760aae5736b24fe1100f5b6a57cbf0e');
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (2, '0f1fcde96effa3d742cb9f792b4d1f520bcab59230bb34eab8eef3792ed52e02', '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', 'ua-air-force', '2024-03-27', 'text', '{"id":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","capture":"4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-27","language":"en","text":"","view":"view/2","encoding":"utf-8","spans":[{"start":0,"end":119,"byte_start":0,"byte_end":119,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 27 March Russia launched 13 Shahed drones, 10 of them were shot down.
In Kharkiv 3 people were injured.', 119, '2026-11-22T22:30:12+00:00', 2, 'd06ccb4b92d14241de9d386bc623353d6c8a18b4b6bba7879487c2cac76e7b0d');
INSERT INTO reports (seq, fact, said, id, capture, source, published, media_type, record, text, length, learned_at, entry, hash) VALUES (3, '525b0a90027ccd45eb06f376e67cc5c31792fa8eef2e4407e0c91a59f87d2780', 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', 'ua-air-force', '2024-03-28', 'text', '{"id":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","capture":"709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","locator":null,"source":"ua-air-force","address":null,"title":null,"published":"2024-03-28","language":"en","text":"","view":"view/2","encoding":"utf-8","spans":[{"start":0,"end":119,"byte_start":0,"byte_end":119,"verbatim":true}],"marks":[],"media_type":"text","parts":[]}', 'On the night of 28 March Russia launched 28 Shahed drones, 26 of them were shot down.
In Kharkiv 4 people were injured.', 119, '2026-11-22T22:30:12+00:00', 3, '1227944e15fc7d707c2cae84c4933bf0c51813ef24d21fbd56149b13e25d8c4f');
CREATE TABLE attributions (
    seq        INTEGER PRIMARY KEY,                           -- order of arrival
    slot       TEXT NOT NULL,                                 -- hash that names the slot
    report     INTEGER NOT NULL,                              -- reports.seq of what counts from here on; may be erased
    learned_at TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES log (seq) DEFERRABLE INITIALLY DEFERRED,
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (1, 'b6b60b9e2172ba12b0846e2cbb2da07dc6a074fe4fe9a64ce6a4ffaefc78d767', 1, '2026-11-22T22:30:12+00:00', 1, '552651c6f740d2b3c119143e8c01a59bf1cd859c41aab103233e467cd8f54605');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (2, 'e8554cf714d772bc20a84c51329d79cc8e38455a86ceaf08486b502c8e30d257', 2, '2026-11-22T22:30:12+00:00', 2, '26ec575c1715573303518a1bf6c153dddab202e79f3d10bff2c3ad0e6c3ff15a');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (3, 'f037c42fa572e56291829d09afd2dffeaad88040f610bcdaacdbcf89b9bd84bf', 3, '2026-11-22T22:30:12+00:00', 3, 'b4971154705fc621b41490be4bfa1107753144e4789527b1a0b59baa08a258a9');
INSERT INTO attributions (seq, slot, report, learned_at, entry, hash) VALUES (4, '64ab1ab02631fcf7198da70c070f809a5e4ea9f7e5004fa176f0ef2f95f39e4c', 4, '2026-11-22T22:30:13+00:00', 10, 'ea6f5628c381cbb63620bcf09cbcf47b3256d7a2ea73c6a59413d6cda2866a8f');
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
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', 4, 0, '2026-11-22T22:30:13+00:00', 5, '9a18733e94d92168a1455515c37ceaeb2dd2040f606a16914f2a57768b5a2a14');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (2, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', 4, 0, '2026-11-22T22:30:13+00:00', 5, 'b0ffd0e7baaac14131298f64ac14182adb509c276b8332caee0f84795b07c6f8');
INSERT INTO readings (seq, said, reader, catalogue, statements, rejections, learned_at, entry, hash) VALUES (3, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', 4, 0, '2026-11-22T22:30:13+00:00', 5, 'b964e4bd497d7a008f52cfdb2cec826aa37e718d185111f3d71bce1a4c544886');
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
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:8190440aaf64d236953ce0cd73b47fc1","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"launched","quote":{"text":"launched 12 Shahed drones","start":32,"end":57},"count":{"low":12,"high":12,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '267f6be0dd80a8b83995ce5525270fb331170d65409d6262df2d84c0bb57f897');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (2, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:ef5acb3adde4d02a1451678a488573ed","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"intercepted","quote":{"text":"9 of them were shot down","start":59,"end":83},"count":{"low":9,"high":9,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, 'f792db078d6854d6d540708545e3777032dc6680b8cbbbff167245afe1eca963');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (3, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:c7c6e32121b505806c5fedd5822e6958","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"struck","quote":{"text":"Kharkiv 2 people were injured","start":88,"end":117},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '4c9b93c20d981d0e4635bb7a5ba6f2f07601c4ee0e0af1e2836ee2a459cf01e1');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (4, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:ca2d4d3ab5d3775c558dc40341c9692c","report":"sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea","kind":"injured","quote":{"text":"2 people were injured","start":96,"end":117},"count":{"low":2,"high":2,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-25T18:00:00+02:00","end":"2024-03-26T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '1da5c0e5c0442e1d724a9988dd0c9aed1f9177479937acef4710bbb6b0ad4586');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (5, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:8f45991da238bb862fb8574d52d1656e","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"launched","quote":{"text":"launched 13 Shahed drones","start":32,"end":57},"count":{"low":13,"high":13,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '78a2060ba7cdbd7df7ef6f5d0eea1fc51f5a6dc1eec4ae7b796fc74f7357a388');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (6, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:bd7babce092fad893d8bf1250ff8b12e","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"intercepted","quote":{"text":"10 of them were shot down","start":59,"end":84},"count":{"low":10,"high":10,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '1eb0bfdd7dd14ea183e52430ddcdb81d68b4077150ad6dd69c926fc86bbbfd36');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (7, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:bfde128b27f37600b5168ded29c91b15","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"struck","quote":{"text":"Kharkiv 3 people were injured","start":89,"end":118},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, 'c7a8a36da43eeebd4b730b40c21fc6cbd9546151a03af3eaee9026115b287e1c');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (8, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:f6f6f0a80dadc8e77e3f4cb8c104564d","report":"sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b","kind":"injured","quote":{"text":"3 people were injured","start":97,"end":118},"count":{"low":3,"high":3,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '4d1907317f8e7b29d3f2009733a7003365ab70b02544571b8d9fda17354bfaf6');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (9, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:bebd7e62fbd1916202ffbae3a5c11f55","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"launched","quote":{"text":"launched 28 Shahed drones","start":32,"end":57},"count":{"low":28,"high":28,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '8a0e440b57b01f270be3a0c7715639464fc7183b47d43276bb4c6418a61ea4fa');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (10, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:0fbfd6c9c74ba2de78885792a2767c50","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"intercepted","quote":{"text":"26 of them were shot down","start":59,"end":84},"count":{"low":26,"high":26,"form":"exact","unit":"weapons"},"of":null,"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"how":"shot_down","locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '2378deaf2e94a73528426296817b5af6da69563a2ca389f51131efb8ab4223e5');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (11, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:dd056277bba808373e98418ea1b6296f","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"struck","quote":{"text":"Kharkiv 4 people were injured","start":89,"end":118},"count":null,"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, 'd8efb82bd5ba75b5b768ff04bfc6e82654ff126ed4abedb685a06ba2d8c3dd3d');
INSERT INTO statements (seq, said, reader, catalogue, record, learned_at, entry, hash) VALUES (12, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '{"id":"st:e8230a77713b7c5f01098d111c05cb92","report":"sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187","kind":"injured","quote":{"text":"4 people were injured","start":97,"end":118},"count":{"low":4,"high":4,"form":"exact","unit":"people"},"of":null,"weapon":null,"how":null,"locations":null,"group":null,"object":null,"utility":null,"supply":null,"meeting":null,"places":[{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548}],"when":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"attacker":"RU","speaker":null,"certainty":"stated","background":false,"reader":"rules/1"}', '2026-11-22T22:30:13+00:00', 5, '1e5bcafd0e6bf7be290349fdb350e68da088a7750ac5225ca488e55bd90269b2');
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
INSERT INTO decisions (seq, id, record, learned_at, entry, hash) VALUES (2, 'de:0b5c64c03de4f007c107be8cdcaeec60', '{"id":"de:0b5c64c03de4f007c107be8cdcaeec60","verb":"erase","statements":[],"reason":"asked for","author":"tester","decided_at":"2026-11-22T22:30:13+00:00","supersedes":null,"correction":null,"items":["sha256:7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060","7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060"]}', '2026-11-22T22:30:13+00:00', 12, '34ffd16c69ebcb685f0cb084919390223365bffe1fd0ce2e8338bf2ee8008ca9');
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
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (1, 'collect', '2026-11-22T22:30:12+00:00', '2026-11-22T22:30:12+00:00', 'reports', 3, 3, '{}', 'd78bc0ef31475a61bec7deff4221e6b63b42495f76764e638be28ad873fbc164', '0.1.0', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '2026-11-22T22:30:12+00:00', 4, '36e2ab3e5a84c47a95bd05efe0769a850939dc6272cbf07fd317a0e3418daa5c');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (2, 'read', '2026-11-22T22:30:13+00:00', '2026-11-22T22:30:13+00:00', 'statements', 12, 12, '{}', '71ab6a987e869cd857c41b8f4fbcdb5d48b69b6933bab7b42536492584bea1f9', '0.1.0', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '2026-11-22T22:30:13+00:00', 6, '2a3855f3198ac634fa365b0d74dcb0ca62e890fab650d3cfae01d3289c662f48');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (3, 'reconcile', '2026-11-22T22:30:13+00:00', '2026-11-22T22:30:13+00:00', 'statements', 12, 12, '{}', 'f7dd62e56358e0156edd72faba93d441d4b9b4728639b93a9abe24f17a055454', '0.1.0', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '2026-11-22T22:30:13+00:00', 8, 'c876e1d70a0889b4457089acb0dc5d6bf9c2a4294277fb3c241ebd1b0bd778dd');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (4, 'collect', '2026-11-22T22:30:13+00:00', '2026-11-22T22:30:13+00:00', 'reports', 1, 1, '{}', 'cd22f93e34e4d53d95e82827a4687fc5b9bd923b1da77b7316d9dbf1cc8b0812', '0.1.0', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '2026-11-22T22:30:13+00:00', 11, 'eba72775e3fec6e7b20444be5cdf38130afc1baf57d1d9ba1f961874fdd99d45');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (5, 'decide', '2026-11-22T22:30:13+00:00', '2026-11-22T22:30:14+00:00', 'decisions', 1, 1, '{}', 'df80bd9c83942d474e65ebd08abb9737a85fc233312aae898a8339fdf2416aaa', '0.1.0', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '2026-11-22T22:30:14+00:00', 13, '376df540255b775f42312c007dc43c2535e2f41aca380ce9ffcbc8b1c58be9ea');
INSERT INTO runs (seq, verb, started, finished, unit, counts_in, counts_out, refused, inputs, version, catalogue, learned_at, entry, hash) VALUES (6, 'reconcile', '2026-11-22T22:30:14+00:00', '2026-11-22T22:30:14+00:00', 'statements', 8, 8, '{}', '1ed8749861d790307a4682019b9ed851d9190b0b8314e128ed50676609b97397', '0.1.0', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d', '2026-11-22T22:30:14+00:00', 15, 'fa28980107d616db8ae69531c4e9f5a8ab43307a0cf660f69e4c4e8d12f64b68');
CREATE TABLE erased (
    seq        INTEGER PRIMARY KEY,     -- order of arrival
    fact       TEXT NOT NULL,           -- the table: captures, pictures, reports, readings, statements, rejections
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
INSERT INTO erased (seq, fact, row, written, kept, name, decision, learned_at, entry, hash) VALUES (1, 'captures', 4, 10, 'f8e0e14615aaa99c921ebd975dd5dfbc0199d5398e0803fa4eb195fc572d2cad', '7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060', 'de:0b5c64c03de4f007c107be8cdcaeec60', '2026-11-22T22:30:13+00:00', 12, 'afb332f564bde38f55e6a099260b05130349eeff09a2ead1426a23b67bedbf1a');
INSERT INTO erased (seq, fact, row, written, kept, name, decision, learned_at, entry, hash) VALUES (2, 'reports', 4, 10, '64230a7796ee90a90600de924865ffc6b72475cd260c2dc765e4ae911338f9d6', 'sha256:7130f836e925e335eae87e372e4e17834b49832b08da95858ace82d86c3a4060', 'de:0b5c64c03de4f007c107be8cdcaeec60', '2026-11-22T22:30:13+00:00', 12, 'd7d24f9754a168f879bb27b60d2f8a670b2823a86b0ae381197733bbd5298985');
CREATE TABLE partitions (
    id         TEXT PRIMARY KEY,    -- attacker and Kyiv date
    token      TEXT NOT NULL,       -- what it is found by: the date, "undated", or "supply/" and an item
    input_hash TEXT NOT NULL,       -- hash of all that settling it depends on
    record     TEXT NOT NULL,       -- LedgerState of this partition
    hash       TEXT NOT NULL
) STRICT;
INSERT INTO partitions (id, token, input_hash, record, hash) VALUES ('RU/2024-03-27', '2024-03-27', 'a74a8612f369d3c5d7afcd49c162e4352ee0deeb29a68b1d09336ebd8493bcab', '{"raids":[{"id":"raid-28ddaa4e4575e963","attacker":"RU","target":"UA","night":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":13,"best":13,"high":13,"rule":"only figure","statements":["st:8f45991da238bb862fb8574d52d1656e"],"rivals":[]},"intercepted":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:bd7babce092fad893d8bf1250ff8b12e"],"rivals":[]},"shot_down":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:bd7babce092fad893d8bf1250ff8b12e"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:8f45991da238bb862fb8574d52d1656e","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"},{"statement":"st:bd7babce092fad893d8bf1250ff8b12e","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}],"incidents":[{"id":"incident-edbd7672c6bdfb50","attacker":"RU","day":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-28ddaa4e4575e963","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":3,"best":3,"high":3,"rule":"only figure","statements":["st:f6f6f0a80dadc8e77e3f4cb8c104564d"],"rivals":[]},"history":[["2024-03-27",3,3,"st:f6f6f0a80dadc8e77e3f4cb8c104564d"]]}],"damage":[],"outages":[],"links":[{"statement":"st:bfde128b27f37600b5168ded29c91b15","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"},{"statement":"st:f6f6f0a80dadc8e77e3f4cb8c104564d","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}],"packages":[],"disputes":[],"asides":[]}', '9cde337eeab11b183ba5e2d64ac8d03d6cfeb967ac2a701531f90395627eb7ed');
INSERT INTO partitions (id, token, input_hash, record, hash) VALUES ('RU/2024-03-28', '2024-03-28', '177c807005e956ca4a6ef57d1b0062333acfb474d8f856124cd0dc7e278dbce8', '{"raids":[{"id":"raid-35a9707fec76e7cb","attacker":"RU","target":"UA","night":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":28,"best":28,"high":28,"rule":"only figure","statements":["st:bebd7e62fbd1916202ffbae3a5c11f55"],"rivals":[]},"intercepted":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:0fbfd6c9c74ba2de78885792a2767c50"],"rivals":[]},"shot_down":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:0fbfd6c9c74ba2de78885792a2767c50"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:0fbfd6c9c74ba2de78885792a2767c50","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"},{"statement":"st:bebd7e62fbd1916202ffbae3a5c11f55","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}],"incidents":[{"id":"incident-d099a43bb0baba34","attacker":"RU","day":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-35a9707fec76e7cb","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":4,"best":4,"high":4,"rule":"only figure","statements":["st:e8230a77713b7c5f01098d111c05cb92"],"rivals":[]},"history":[["2024-03-28",4,4,"st:e8230a77713b7c5f01098d111c05cb92"]]}],"damage":[],"outages":[],"links":[{"statement":"st:dd056277bba808373e98418ea1b6296f","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"},{"statement":"st:e8230a77713b7c5f01098d111c05cb92","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}],"packages":[],"disputes":[],"asides":[]}', '926474f4c07e942848a4706ed740f3947ac3c3e60571eb9e6bb38bfeb186e738');
CREATE TABLE raids (
    id     TEXT PRIMARY KEY,        -- Raid.id
    day    TEXT NOT NULL,           -- Raid.night, Kyiv date
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Raid
    hash   TEXT NOT NULL
) STRICT;
INSERT INTO raids (id, day, part, record, hash) VALUES ('raid-28ddaa4e4575e963', '2024-03-27', 'RU/2024-03-27', '{"id":"raid-28ddaa4e4575e963","attacker":"RU","target":"UA","night":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":13,"best":13,"high":13,"rule":"only figure","statements":["st:8f45991da238bb862fb8574d52d1656e"],"rivals":[]},"intercepted":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:bd7babce092fad893d8bf1250ff8b12e"],"rivals":[]},"shot_down":{"state":"known","low":10,"best":10,"high":10,"rule":"only figure","statements":["st:bd7babce092fad893d8bf1250ff8b12e"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:8f45991da238bb862fb8574d52d1656e","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"},{"statement":"st:bd7babce092fad893d8bf1250ff8b12e","score":0.95,"reason":"its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 belongs to the night of 2024-03-27, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}', '7d41aa18ccb8022e6f6c8b933e998c863ca347f354b1f428cea72cf6a6fa445e');
INSERT INTO raids (id, day, part, record, hash) VALUES ('raid-35a9707fec76e7cb', '2024-03-28', 'RU/2024-03-28', '{"id":"raid-35a9707fec76e7cb","attacker":"RU","target":"UA","night":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"lines":[{"weapon":{"class":"drone","model":"shahed","models":["shahed"]},"group":"drone","launched":{"state":"known","low":28,"best":28,"high":28,"rule":"only figure","statements":["st:bebd7e62fbd1916202ffbae3a5c11f55"],"rivals":[]},"intercepted":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:0fbfd6c9c74ba2de78885792a2767c50"],"rivals":[]},"shot_down":{"state":"known","low":26,"best":26,"high":26,"rule":"only figure","statements":["st:0fbfd6c9c74ba2de78885792a2767c50"],"rivals":[]},"suppressed":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"left":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"airborne":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"hit":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"total":false,"reporters":["ua-air-force"]}],"hit_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"debris_locations":{"state":"unknown","low":null,"best":null,"high":null,"rule":"unknown","statements":[],"rivals":[]},"places":[],"links":[{"statement":"st:0fbfd6c9c74ba2de78885792a2767c50","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"},{"statement":"st:bebd7e62fbd1916202ffbae3a5c11f55","score":0.95,"reason":"its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 belongs to the night of 2024-03-28, the period of the raid; attacker RU said"}],"sources":["ua-air-force"],"relations":[],"aliases":[],"grade":"B2"}', '3ca7da92898dbb6c8332ae3cdf090c0238d8ea3e3431181a771bb6d6fd66b932');
CREATE TABLE incidents (
    id     TEXT PRIMARY KEY,        -- Incident.id
    day    TEXT NOT NULL,           -- Incident.day, Kyiv date
    part   TEXT NOT NULL,           -- the partition that it comes from
    record TEXT NOT NULL,           -- Incident
    hash   TEXT NOT NULL
) STRICT;
INSERT INTO incidents (id, day, part, record, hash) VALUES ('incident-edbd7672c6bdfb50', '2024-03-27', 'RU/2024-03-27', '{"id":"incident-edbd7672c6bdfb50","attacker":"RU","day":"2024-03-27","period":{"start":"2024-03-26T18:00:00+02:00","end":"2024-03-27T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-28ddaa4e4575e963","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":3,"best":3,"high":3,"rule":"only figure","statements":["st:f6f6f0a80dadc8e77e3f4cb8c104564d"],"rivals":[]},"history":[["2024-03-27",3,3,"st:f6f6f0a80dadc8e77e3f4cb8c104564d"]]}],"damage":[],"outages":[],"links":[{"statement":"st:bfde128b27f37600b5168ded29c91b15","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"},{"statement":"st:f6f6f0a80dadc8e77e3f4cb8c104564d","score":0.95,"reason":"its place Kharkiv and its window 2024-03-26T18:00+02:00 to 2024-03-27T09:00+02:00 are those of the incident of 2024-03-27; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}', 'ea8f3b4b30625297b4533a47e67c68b4ceaa2e3bef56183577bab213672fa952');
INSERT INTO incidents (id, day, part, record, hash) VALUES ('incident-d099a43bb0baba34', '2024-03-28', 'RU/2024-03-28', '{"id":"incident-d099a43bb0baba34","attacker":"RU","day":"2024-03-28","period":{"start":"2024-03-27T18:00:00+02:00","end":"2024-03-28T09:00:00+02:00","precision":"part_of_day"},"place":{"name":"Kharkiv","kind":"settlement","id":"706483","oblast":"UA-63","role":"target","lat":49.9818,"lon":36.2548},"raid":"raid-35a9707fec76e7cb","harm":[{"kind":"injured","group":null,"count":{"state":"known","low":4,"best":4,"high":4,"rule":"only figure","statements":["st:e8230a77713b7c5f01098d111c05cb92"],"rivals":[]},"history":[["2024-03-28",4,4,"st:e8230a77713b7c5f01098d111c05cb92"]]}],"damage":[],"outages":[],"links":[{"statement":"st:dd056277bba808373e98418ea1b6296f","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"},{"statement":"st:e8230a77713b7c5f01098d111c05cb92","score":0.95,"reason":"its place Kharkiv and its window 2024-03-27T18:00+02:00 to 2024-03-28T09:00+02:00 are those of the incident of 2024-03-28; attacker RU said"}],"sources":["ua-air-force"],"total":false,"background":false,"aliases":[],"grade":"B2"}', 'b6b396f247caf03b569c9658021b019a0c7efec4615754fe520a355e31449456');
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
INSERT INTO counted (report, seq, said, reader, catalogue) VALUES ('sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', 2, '2820b3d109d6da571cf57a47869611c34887d9e34a78fc141e708d1cdb469fa7', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d');
INSERT INTO counted (report, seq, said, reader, catalogue) VALUES ('sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', 3, 'b514449db54c4303cb84aa9b83dce1026add9b15f2975a93ebdffc8634d4d8f5', 'rules/1', '799acbc81ccd3fec2c8563cec350af096a6abc5cf82cedfab9c509581d53d36d');
INSERT INTO counted (report, seq, said, reader, catalogue) VALUES ('sha256:aab16963cc77798a9ce9b5d614db65796b896f1ea77471730b720ad5d11fbeea', 1, '45d9486d8988c014a232819fe1cabdc9e40139a248c54bb89414d7fc24e6e0cb', 'other reader', 'catalogue');
CREATE TABLE reaches (
    statement TEXT PRIMARY KEY,     -- Statement.id
    report    TEXT NOT NULL,        -- Report.id
    first     TEXT NOT NULL,        -- Kyiv date, "undated", or "supply/" and an item
    last      TEXT NOT NULL,        -- Kyiv date, or as `first`
    filed     TEXT NOT NULL,        -- date of publication, or "undated"
    loose     INTEGER NOT NULL      -- 0 where its own words date it, 1 in an evening, 2 where they do not
) STRICT, WITHOUT ROWID;
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:0fbfd6c9c74ba2de78885792a2767c50', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:8f45991da238bb862fb8574d52d1656e', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:bd7babce092fad893d8bf1250ff8b12e', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:bebd7e62fbd1916202ffbae3a5c11f55', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:bfde128b27f37600b5168ded29c91b15', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:dd056277bba808373e98418ea1b6296f', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:e8230a77713b7c5f01098d111c05cb92', 'sha256:709210161c353c253051b90e9ab173a68f7c575e7048c6ab673fccae91fd1187', '2024-03-28', '2024-03-28', '2024-03-28', 0);
INSERT INTO reaches (statement, report, first, last, filed, loose) VALUES ('st:f6f6f0a80dadc8e77e3f4cb8c104564d', 'sha256:4fdf60231acd7c4bb7e6ca0bf00749426ed15a099de7eae37f9b719ef4fc8a4b', '2024-03-27', '2024-03-27', '2024-03-27', 0);
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
INSERT INTO followed (what, mark) VALUES ('rules', '3185a5e77a7db6326a63c9b9bf92a5c7140300b730f86565b929351b8c838b8c');
CREATE INDEX log_derived ON log (seq) WHERE derived IS NOT NULL;
CREATE INDEX captures_origin ON captures (origin, seq);
CREATE INDEX pictures_capture ON pictures (capture, seq);
CREATE INDEX pictures_sha256 ON pictures (sha256);
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
CREATE TRIGGER pictures_no_update BEFORE UPDATE ON pictures BEGIN SELECT RAISE(ABORT, 'pictures is append-only'); END;
CREATE TRIGGER pictures_no_delete BEFORE DELETE ON pictures
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE fact = 'pictures' AND row = OLD.seq AND kept = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'pictures is append-only'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
