package io.millrace.benchmark.read;

/** Sleeps. Stateless. */
final class Pause {
    private Pause() {}

    /** @throws IllegalStateException when the thread is interrupted */
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
