package io.millrace.service.http;

import io.millrace.service.error.ServiceException;
import io.millrace.service.error.ServiceException.InternalFailureException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.error.ServiceException.ServiceUnavailableException;
import io.millrace.service.log.LogUnavailableException;
import io.millrace.service.log.ShardSealedException;
import io.millrace.service.wire.Answer;
import io.millrace.service.wire.Events;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.WireFormat;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one answer, in the form of the request: the first answer counts. Thread-safe. */
final class Exchange {
    private static final int EXTENDED_ID_BYTES = 72;
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    final Request request;
    final WireFormat format;
    final RequestFacts facts;
    final Bounds bounds;
    final Response response;
    private final Callback callback;
    private final Instant now;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile ByteBudget.Lease lease;

    Exchange(Request request, Response response, Callback callback, Bounds bounds, Instant now) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.bounds = bounds;
        this.now = now;
        this.facts = RequestFacts.of(request);
        this.format = WireFormat.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    }

    /** Whether the connection is for this exchange alone while it lasts. */
    boolean isHttp1() {
        return request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion();
    }

    /** Whether an answer of unknown length is sent in {@link Chunks}. */
    boolean hasChunks() {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
    }

    /** The connection, or where it is decrypted. */
    EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Holds memory until the answer has been sent. */
    void hold(ByteBudget.Lease memory) {
        this.lease = memory;
    }

    /** @param budget for the events of an answer that goes on */
    void answer(Answer answer, ByteBudget budget) {
        try {
            if (answer instanceof Events events) {
                stream(events, budget);
            } else if (answer instanceof Reply reply) {
                send(200, reply == Reply.NOTHING ? empty() : written(reply));
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    void fail(Throwable failure) {
        ServiceException error = asError(failure);
        Body body = written(error);
        if (!answered.get()) {
            facts.error = error.type();
            response.getHeaders().put("x-amzn-ErrorType", error.type());
        }
        send(error.httpStatus(), body);
    }

    private Body empty() {
        return new Body(request.getComponents().getByteBufferPool());
    }

    /** A reply in the form of the request; released by whoever has sent it. */
    Body written(Reply reply) {
        Body body = empty();
        try {
            format.write(reply, body);
        } catch (RuntimeException | Error e) {
            body.release();
            throw e;
        }
        return body;
    }

    private Body written(ServiceException error) {
        try {
            return written(out -> out.text("__type", error.type()).text("message", error.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("an error's message can't be written", e);
            return written(out -> out.text("__type", error.type()));
        }
    }

    /** Ends it without an answer: over HTTP/1.1 the connection is closed, over HTTP/2 the stream is reset. */
    void cutOff(Throwable why) {
        if (answered.compareAndSet(false, true)) {
            done().failed(aborted(why));
        }
    }

    /** Ends it wherever it is. */
    void abort(Throwable why) {
        callback.failed(aborted(why));
    }

    /** Fails a callback without a word to the client: of any other failure the HTTP server tells in a page of its own. */
    static Throwable aborted(Throwable why) {
        return new Request.Handler.AbortException(why.getMessage(), why);
    }

    private void send(int status, Body body) {
        if (!answered.compareAndSet(false, true)) {
            body.release();
            return;
        }
        ByteBudget.Lease held = lease;
        if (held != null) {
            held.shrinkTo(body.memory());
        }
        head(status, format.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
        BodyWriter.send(body, this, done());
    }

    private void stream(Events events, ByteBudget budget) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        // It goes on for minutes, and takes memory anew for each event.
        ByteBudget.Lease held = lease;
        if (held != null) {
            held.shrinkTo(HttpFrontEnd.MOST_HEADER_BYTES);
        }
        head(200, EventStream.CONTENT_TYPE);
        if (isHttp1()) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        if (hasChunks()) {
            response.getHeaders().put(Chunks.HEADER);
        }
        EventStream.answer(events, this, budget, done());
    }

    private void head(int status, String contentType) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        facts.requestId = requestId();
        response.getHeaders().put(HttpHeader.DATE, DateHeader.of(now));
        response.getHeaders().put("x-amzn-RequestId", facts.requestId);
        response.getHeaders().put("x-amz-id-2", extendedRequestId());
    }

    /** Tells requests apart and keeps nothing secret, so that it need not be hard to guess. */
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** What SDKs call so and put beside the request's id; it has AWS's length and tells nothing. */
    private static String extendedRequestId() {
        byte[] bytes = new byte[EXTENDED_ID_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Callback done() {
        ByteBudget.Lease held = lease;
        return held == null ? callback : Callback.from(callback, held::close);
    }

    /** The error that a client is told of. */
    static ServiceException asError(Throwable wrapped) {
        Throwable failure = unwrap(wrapped);
        if (failure instanceof ServiceException error) {
            return error;
        }
        if (failure instanceof ShardSealedException) {
            return new ResourceNotFoundException("The shard was deleted or has expired in this moment.");
        }
        if (failure instanceof LogUnavailableException) {
            return new ServiceUnavailableException("The service can't do that right now: " + failure.getMessage());
        }
        LOG.error("a request failed", failure);
        return new InternalFailureException("The service failed: " + failure.getMessage());
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? unwrap(failure.getCause())
                : failure;
    }
}
