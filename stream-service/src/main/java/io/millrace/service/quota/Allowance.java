package io.millrace.service.quota;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * So much a second. What is not used is saved up for a second at most, and more than there is can be used at once: that
 * is a debt, and nothing may be used until it is paid. Thread-safe.
 */
public final class Allowance {
    private final long perSecond;
    private final Bucket bucket;

    /** @param perSecond what is added in a second, and the most that is saved up */
    public Allowance(long perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(new InstantMeter(clock))
                .build();
    }

    /**
     * Uses an amount if it is there. More than a second's worth can't ever be there: it is given to one who finds all
     * that can be saved up, and the rest is a debt.
     */
    boolean take(long amount) {
        if (amount <= perSecond) {
            return bucket.tryConsume(amount);
        }
        if (!bucket.tryConsume(perSecond)) {
            return false;
        }
        bucket.consumeIgnoringRateLimits(amount - perSecond);
        return true;
    }

    void giveBack(long amount) {
        bucket.addTokens(amount);
    }

    /** Whether there is anything left to use. */
    boolean isOpen() {
        return bucket.getAvailableTokens() > 0;
    }

    /**
     * Uses an amount, whether it is there or not. More than a second's worth takes with it what had been saved up, so
     * that it always closes the allowance for the whole time that such an amount takes.
     */
    public void charge(long amount) {
        if (amount <= 0) {
            return;
        }
        long saved = amount > perSecond ? Math.max(0, bucket.getAvailableTokens()) : 0;
        bucket.consumeIgnoringRateLimits(amount + saved);
    }

    /** How long it takes until there is something to use again, in milliseconds; 0 when there is. */
    public long millisUntilOpen() {
        long missing = 1 - bucket.getAvailableTokens();
        return missing <= 0 ? 0 : TimeUnit.SECONDS.toMillis(1) * missing / perSecond + 1;
    }

    /** Whether nothing has been used for so long that a new one would be the same. */
    boolean isIdle() {
        return bucket.getAvailableTokens() >= perSecond;
    }
}
