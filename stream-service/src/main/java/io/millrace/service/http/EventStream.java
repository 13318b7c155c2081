package io.millrace.service.http;

import io.millrace.service.error.ServiceException;
import io.millrace.service.wire.Events;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Events as messages of the form {@code application/vnd.amazon.eventstream}, the first of which is
 * {@code initial-response}: boto3 refuses a stream without it. Used by one thread at a time.
 */
final class EventStream implements Events.Sink {
    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private final WireFormat format;
    private final Response response;
    private final Callback done;

    private EventStream(WireFormat format, Response response, Callback done) {
        this.format = format;
        this.response = response;
        this.done = done;
    }

    /** Writes events as the body of an answer; the client's end is told to whoever sends them. */
    static void answer(Events events, WireFormat format, Response response, Callback done) {
        EventStream stream = new EventStream(format, response, done);
        stream.send("initial-response", out -> {}).whenComplete((sent, failure) -> {
            if (failure == null) {
                Runnable gone = events.open(stream);
                response.getRequest().addFailureListener(cause -> gone.run());
            }
        });
    }

    @Override
    public CompletionStage<Void> send(String type, Reply event) {
        return write(false, message("event", ":event-type", type, event));
    }

    @Override
    public void end() {
        Content.Sink.write(response, true, "", done);
    }

    @Override
    public void fail(Throwable failure) {
        ServiceException error = Exchange.asError(failure);
        Reply body = out -> out.text("message", error.getMessage());
        write(true, message("exception", ":exception-type", error.type(), body)).whenComplete((sent, lost) -> {
            if (lost == null) {
                done.succeeded();
            }
        });
    }

    private ByteBuffer message(String kind, String typeHeader, String type, Reply payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString(kind));
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString(format.eventContentType()));
        return new Message(headers, format.write(payload).toBytes()).toByteBuffer();
    }

    private CompletionStage<Void> write(boolean last, ByteBuffer bytes) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        response.write(last, bytes, Callback.from(() -> outcome.complete(null), failure -> {
            outcome.completeExceptionally(failure);
            done.failed(failure);
        }));
        return outcome;
    }
}
