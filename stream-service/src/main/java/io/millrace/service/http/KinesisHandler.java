package io.millrace.service.http;

import io.millrace.service.action.Action;
import io.millrace.service.action.Caller;
import io.millrace.service.error.ServiceException;
import io.millrace.service.error.ServiceException.InternalFailureException;
import io.millrace.service.error.ServiceException.RequestEntityTooLargeException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.error.ServiceException.UnknownOperationException;
import io.millrace.service.log.ShardSealedException;
import io.millrace.service.wire.Answer;
import io.millrace.service.wire.Encoded;
import io.millrace.service.wire.Events;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.WireFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns HTTP requests into operations: reads the body, finds the operation that {@code X-Amz-Target} names, runs it,
 * and writes its answer or its error in the form of the request. Never waits: a put's answer is written when its
 * records are on disk. Thread-safe.
 */
final class KinesisHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(KinesisHandler.class);
    private static final String TARGET_PREFIX = "Kinesis_20131202.";
    /** Ten mebibytes of records in base64 (4/3), with room for 500 partition keys and the names around them. */
    private static final int MOST_BODY_BYTES = 16 << 20;
    /** A body up to this size is read to its end and thrown away before it is refused. */
    private static final long MOST_DRAINED_BYTES = 4L * MOST_BODY_BYTES;

    private final Map<String, Action> actions;
    private final String account;
    // As many threads as can run at once: an answer is written without waiting, and whole groups become ready together.
    private final ExecutorService answers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                Thread thread = new Thread(task, "answers");
                thread.setDaemon(true);
                return thread;
            });

    /** @param account of all callers */
    KinesisHandler(Map<String, Action> actions, String account) {
        this.actions = actions;
        this.account = account;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        answers.shutdown();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        WireFormat format = WireFormat.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (request.getLength() > MOST_BODY_BYTES) {
            refuse(request, format, response, callback);
            return true;
        }
        // BLOCKING: an operation may read the disk, so it must not run on the thread that serves the sockets.
        Content.Source.asByteArrayAsync(
                request, MOST_BODY_BYTES, Promise.Invocable.from(Invocable.InvocationType.BLOCKING, (body, failure) -> {
                    if (failure == null) {
                        run(request, format, body, response, callback);
                    } else {
                        fail(unreadable(failure), format, response, callback);
                    }
                }));
        return true;
    }

    /**
     * Answers only after the body has come in: a client that still sends when the connection is closed sees a reset and
     * never the answer. One that waits for a 100 gets the answer instead of it, and one that would send for long is cut off.
     */
    private static void refuse(Request request, WireFormat format, Response response, Callback callback) {
        if (request.getLength() > MOST_DRAINED_BYTES || request.getHeaders().contains(HttpHeader.EXPECT)) {
            fail(tooLarge(), format, response, callback);
            return;
        }
        Content.Source.consumeAll(
                request, Callback.from(() -> fail(tooLarge(), format, response, callback), callback::failed));
    }

    private static Throwable unreadable(Throwable failure) {
        // Jetty tells a body over the bound as an IllegalStateException.
        return failure instanceof IllegalStateException ? tooLarge() : failure;
    }

    private void run(Request request, WireFormat format, byte[] body, Response response, Callback callback) {
        CompletionStage<? extends Answer> answer;
        try {
            answer = run(request, format, body);
        } catch (RuntimeException e) {
            fail(e, format, response, callback);
            return;
        }
        // What comes later comes on the log's one thread, which has better things to do than to write answers.
        Executor where = answer.toCompletableFuture().isDone() ? Runnable::run : answers;
        answer.whenCompleteAsync(
                (given, failure) -> {
                    if (failure != null) {
                        fail(failure, format, response, callback);
                    } else if (given instanceof Events events) {
                        EventStream.answer(events, format, response, callback);
                    } else if (given instanceof Reply reply) {
                        answer(reply, format, response, callback);
                    }
                },
                where);
    }

    private CompletionStage<? extends Answer> run(Request request, WireFormat format, byte[] body) {
        String target = request.getHeaders().get("X-Amz-Target");
        Action action = target != null && target.startsWith(TARGET_PREFIX)
                ? actions.get(target.substring(TARGET_PREFIX.length()))
                : null;
        if (action == null) {
            throw new UnknownOperationException(
                    target == null
                            ? "The request names no operation: it has no header X-Amz-Target."
                            : "There is no operation " + target + ".");
        }
        Caller caller = new Caller(account, CredentialScope.region(request));
        return action.run(caller, format.read(body, action.input()));
    }

    private static void answer(Reply reply, WireFormat format, Response response, Callback callback) {
        try {
            Encoded body = reply == Reply.NOTHING ? Encoded.empty() : format.write(reply);
            send(200, body, format, response, callback);
        } catch (RuntimeException e) {
            fail(e, format, response, callback);
        }
    }

    private static void fail(Throwable failure, WireFormat format, Response response, Callback callback) {
        ServiceException error = asError(failure);
        Encoded body = format.write(out -> out.text("__type", error.type()).text("message", error.getMessage()));
        response.getHeaders().put("x-amzn-ErrorType", error.type());
        send(error.httpStatus(), body, format, response, callback);
    }

    private static void send(int status, Encoded body, WireFormat format, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, format.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        BodyWriter.send(body, response, callback);
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
        LOG.error("a request failed", failure);
        return new InternalFailureException("The service failed: " + failure.getMessage());
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? unwrap(failure.getCause())
                : failure;
    }

    private static RequestEntityTooLargeException tooLarge() {
        return new RequestEntityTooLargeException("The body is larger than " + MOST_BODY_BYTES + " bytes.");
    }
}
