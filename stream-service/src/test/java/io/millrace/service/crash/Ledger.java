package io.millrace.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients sent to a service and what was acknowledged, over all its lives, and the check of what a new life shows
 * against it. A life of a stream, from its creation to its deletion, has a label of its own, because a name can be used
 * again. Thread-safe.
 */
final class Ledger {
    private final Map<String, Sent> records = new HashMap<>();
    private final Map<String, StreamLife> streams = new HashMap<>();
    private long acknowledged;

    /** What is known of one thing that was asked for. */
    private enum Knowledge {
        ASKED,
        ACKNOWLEDGED
    }

    private static final class Sent {
        private final String life;
        private final long sentMillis;
        private BigInteger number;

        private Sent(String life, long sentMillis) {
            this.life = life;
            this.sentMillis = sentMillis;
        }
    }

    private static final class StreamLife {
        private final String life;
        private Knowledge creation = Knowledge.ASKED;
        private Knowledge deletion;

        private StreamLife(String life) {
            this.life = life;
        }
    }

    synchronized void creating(String stream, String life) {
        streams.put(stream, new StreamLife(life));
    }

    synchronized void created(String stream) {
        streams.get(stream).creation = Knowledge.ACKNOWLEDGED;
    }

    synchronized void deleting(String stream) {
        streams.get(stream).deletion = Knowledge.ASKED;
    }

    synchronized void deleted(String stream) {
        String life = streams.remove(stream).life;
        records.values().removeIf(sent -> sent.life.equals(life));
    }

    synchronized void sending(String text, String life) {
        records.put(text, new Sent(life, System.currentTimeMillis()));
    }

    synchronized void acknowledged(String text, String number) {
        Sent sent = records.get(text);
        // Missing when its stream was deleted meanwhile.
        if (sent != null) {
            sent.number = new BigInteger(number);
        }
        acknowledged++;
    }

    synchronized long acknowledgedRecords() {
        return acknowledged;
    }

    /** The streams that are there, with their lives. Call it after a check, when that is certain. */
    synchronized Map<String, String> lives() {
        Map<String, String> lives = new HashMap<>();
        streams.forEach((stream, life) -> lives.put(stream, life.life));
        return lives;
    }

    /**
     * Compares what a new life of the service shows. From then on what is there counts as acknowledged, and what is not
     * there, having not been acknowledged, must never come.
     *
     * @param trimmedBefore records sent earlier, in milliseconds since 1970, may have been trimmed
     */
    synchronized void check(Map<String, List<StoredShard>> found, long trimmedBefore) {
        settleStreams(found);
        Set<String> seen = new HashSet<>();
        found.forEach((stream, shards) -> {
            String life = streams.get(stream).life;
            shards.forEach(shard -> shard.records().forEach(each -> {
                Sent sent = records.get(each.text());
                if (sent == null || !sent.life.equals(life)) {
                    fail("stream %s (%s) shows '%s', which belongs to %s", stream, life, each.text(), sent);
                }
                assertThat(seen.add(each.text()))
                        .as("'%s' is there once", each.text())
                        .isTrue();
                if (sent.number == null) {
                    sent.number = each.number();
                }
                assertThat(each.number())
                        .as("number of '%s' in %s", each.text(), shard.id())
                        .isEqualTo(sent.number);
            }));
        });
        List<String> lost = new ArrayList<>();
        records.entrySet().removeIf(entry -> {
            boolean missing = !seen.contains(entry.getKey());
            if (missing && entry.getValue().number != null && entry.getValue().sentMillis >= trimmedBefore) {
                lost.add(entry.getKey());
            }
            return missing;
        });
        assertThat(lost).as("acknowledged records that are lost").isEmpty();
    }

    private void settleStreams(Map<String, List<StoredShard>> found) {
        assertThat(streams.keySet()).as("streams that were asked for").containsAll(found.keySet());
        Set<String> gone = new HashSet<>();
        streams.forEach((stream, life) -> {
            if (found.containsKey(stream)) {
                life.creation = Knowledge.ACKNOWLEDGED;
                life.deletion = null;
            } else if (life.creation == Knowledge.ACKNOWLEDGED && life.deletion == null) {
                fail("stream %s (%s) was acknowledged and is lost", stream, life.life);
            } else {
                gone.add(stream);
            }
        });
        gone.forEach(this::deleted);
    }
}
