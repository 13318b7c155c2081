package io.millrace.service.observe;

/** Is told of every request once it has been answered, on whatever thread; must be quick. Thread-safe. */
@FunctionalInterface
public interface RequestObserver {
    void finished(FinishedRequest request);
}
