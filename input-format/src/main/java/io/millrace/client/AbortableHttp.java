package io.millrace.client;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose {@link #close} ends the calls that still wait for an answer: an interruption does not reach a thread
 * that reads from a socket. Thread-safe.
 */
final class AbortableHttp implements SdkHttpClient {
    private final SdkHttpClient http;
    private final Set<ExecutableHttpRequest> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param http closed with this one */
    AbortableHttp(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = http.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                waiting.add(prepared);
                try {
                    // Looked at after it was added, so that a close at this moment sees the one or the other.
                    if (closed) {
                        throw new IOException("the client was closed");
                    }
                    return prepared.call();
                } finally {
                    waiting.remove(prepared);
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        closed = true;
        waiting.forEach(ExecutableHttpRequest::abort);
        http.close();
    }
}
