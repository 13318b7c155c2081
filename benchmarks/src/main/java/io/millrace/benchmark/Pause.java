package io.millrace.benchmark;

/** Waits for time to pass. Stateless. */
public final class Pause {
    private Pause() {}

    /**
     * Sleeps.
     *
     * @throws IllegalStateException when the thread is interrupted
     */
    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
