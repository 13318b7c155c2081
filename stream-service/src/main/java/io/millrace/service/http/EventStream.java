package io.millrace.service.http;

import io.millrace.service.error.ServiceException;
import io.millrace.service.error.ServiceException.ServiceUnavailableException;
import io.millrace.service.wire.Events;
import io.millrace.service.wire.Reply;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Events as messages of the form {@code application/vnd.amazon.eventstream}, the first of which is
 * {@code initial-response}: boto3 refuses a stream without it. Each event takes memory from the budget until the client has
 * it, and must be taken in time. Used by one thread at a time.
 */
final class EventStream implements Events.Sink {
    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";
    /** The records as they are, in their written form, and that twice more while the frame around them is made. */
    private static final int COPIES = 5;

    private final Exchange exchange;
    private final ByteBudget budget;
    private final Callback done;
    private final CompletionStage<Void> begun;

    private EventStream(Exchange exchange, ByteBudget budget, Callback done) {
        this.exchange = exchange;
        this.budget = budget;
        this.done = done;
        this.begun = write(false, message("event", ":event-type", "initial-response", out -> {}));
    }

    /** Writes events as the body of an answer; the client's end is told to whoever sends them. */
    static void answer(Events events, Exchange exchange, ByteBudget budget, Callback done) {
        Runnable stop = events.open(new EventStream(exchange, budget, done));
        Consumer<Throwable> gone = cause -> {
            stop.run();
            done.failed(Exchange.aborted(cause));
        };
        // What fails while something is written comes as the failure of that; this is for the time between.
        exchange.request.addFailureListener(gone);
        // Silence is no failure here: who has gone does not take the next event.
        exchange.request.addIdleTimeoutListener(timeout -> false);
        if (exchange.isHttp1()) {
            DepartureWatch.start(exchange.endPoint(), gone);
        }
    }

    @Override
    public CompletionStage<Void> send(String type, long mostBytes, Supplier<Optional<Reply>> event) {
        return begun.thenCompose(nothing -> room(COPIES * mostBytes)).thenCompose(lease -> {
            try {
                Optional<ByteBuffer> bytes = event.get().map(made -> message("event", ":event-type", type, made));
                if (bytes.isEmpty()) {
                    lease.close();
                    return CompletableFuture.completedFuture(null);
                }
                lease.shrinkTo(bytes.get().remaining());
                return write(false, bytes.get()).whenComplete((sent, failure) -> lease.close());
            } catch (RuntimeException | Error e) {
                lease.close();
                throw e;
            }
        });
    }

    @Override
    public void end() {
        begun.thenRun(() -> exchange.response.write(true, framed(true, ByteBuffer.allocate(0)), done));
    }

    @Override
    public void fail(Throwable failure) {
        ServiceException error = Exchange.asError(failure);
        Reply body = out -> out.text("message", error.getMessage());
        begun.thenCompose(nothing -> write(true, message("exception", ":exception-type", error.type(), body)))
                .thenRun(done::succeeded);
    }

    private CompletionStage<ByteBudget.Lease> room(long bytes) {
        CompletableFuture<ByteBudget.Lease> room = new CompletableFuture<>();
        budget.acquire(bytes, new ByteBudget.Outcome() {
            @Override
            public void granted(ByteBudget.Lease lease) {
                room.complete(lease);
            }

            @Override
            public void refused() {
                ServiceException error = new ServiceUnavailableException(
                        "The service has too many large requests under way. Subscribe again later.");
                fail(error);
                room.completeExceptionally(error);
            }
        });
        return room;
    }

    private ByteBuffer message(String kind, String typeHeader, String type, Reply payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString(kind));
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString(exchange.format.eventContentType()));
        Body body = exchange.written(payload);
        byte[] bytes = body.toBytes();
        body.release();
        return new Message(headers, bytes).toByteBuffer();
    }

    private ByteBuffer framed(boolean last, ByteBuffer bytes) {
        return exchange.hasChunks() ? Chunks.of(bytes, last) : bytes;
    }

    private CompletionStage<Void> write(boolean last, ByteBuffer bytes) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        SendDeadline deadline = new SendDeadline(exchange);
        ByteBuffer framed = framed(last, bytes);
        int length = framed.remaining();
        exchange.response.write(
                last, framed, Callback.from(deadline::stop, Callback.from(() -> outcome.complete(null), failure -> {
                    outcome.completeExceptionally(failure);
                    done.failed(failure);
                })));
        deadline.start(length);
        return outcome;
    }
}
