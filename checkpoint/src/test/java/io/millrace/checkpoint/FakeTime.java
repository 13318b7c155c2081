package io.millrace.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still but for {@link #pass} and sleeping. For one thread. */
public class FakeTime extends Clock implements Sleeper {
    /** When it starts. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = START;
    private Runnable duringSleep = () -> {};

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** Runs within every sleep, after the time has passed. */
    public void duringSleep(Runnable action) {
        duringSleep = action;
    }

    public List<Duration> pauses() {
        return pauses;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(duration);
        pass(duration);
        duringSleep.run();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
    }
}
