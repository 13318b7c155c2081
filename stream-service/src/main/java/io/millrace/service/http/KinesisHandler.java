package io.millrace.service.http;

import io.millrace.service.action.Action;
import io.millrace.service.action.Caller;
import io.millrace.service.auth.Identity;
import io.millrace.service.auth.SignedRequest;
import io.millrace.service.error.ServiceException.AccessDeniedException;
import io.millrace.service.error.ServiceException.RequestEntityTooLargeException;
import io.millrace.service.error.ServiceException.ServiceUnavailableException;
import io.millrace.service.error.ServiceException.UnknownOperationException;
import io.millrace.service.wire.Answer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Turns HTTP requests into operations: waits until there is memory for it, reads the body, finds out who sent it, finds
 * the operation that {@code X-Amz-Target} names, runs it, and has its answer or its error written. Blocks no thread: a
 * put's answer is written when its records are on disk, and what may wait runs on threads of its own. Thread-safe.
 */
final class KinesisHandler extends Handler.Abstract.NonBlocking {
    private static final String TARGET_PREFIX = "Kinesis_20131202.";

    private static final String AUTHORITY = ":authority";
    /** Ten mebibytes of records in base64 (4/3), with room for 500 partition keys and the names around them. */
    private static final int MOST_BODY_BYTES = 16 << 20;
    /** A body up to this size is read to its end and thrown away before it is refused. */
    private static final long MOST_DRAINED_BYTES = 4L * MOST_BODY_BYTES;
    /** A larger body is not read apart on the thread that serves the sockets: others wait there. */
    private static final int MOST_INLINE_BYTES = 64 << 10;
    /** The body as it came, its parsed form, and the records on their way to the log. */
    private static final int COPIES = 3;

    private final Map<String, Action> actions;
    private final FrontEndOptions options;
    private volatile ByteBudget budget;

    KinesisHandler(Map<String, Action> actions, FrontEndOptions options) {
        this.actions = actions;
        this.options = options;
    }

    @Override
    protected void doStart() throws Exception {
        budget = new ByteBudget(
                options.bounds().bytesInFlight(),
                options.bounds().longestWait(),
                getServer().getScheduler(),
                getServer().getThreadPool());
        super.doStart();
    }

    /** Memory that requests and answers may still take, in bytes. */
    long freeBytes() {
        return budget.free();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(
                request, response, callback, options.bounds(), options.clock().instant());
        long length = request.getLength();
        if (length > MOST_BODY_BYTES) {
            refuse(exchange);
            return true;
        }
        Action action = action(request);
        long answer = action == null ? 0 : action.mostAnswerBytes();
        budget.acquire(answer + COPIES * (length < 0 ? MOST_BODY_BYTES : length), new ByteBudget.Outcome() {
            @Override
            public void granted(ByteBudget.Lease lease) {
                exchange.hold(lease);
                read(exchange);
            }

            @Override
            public void refused() {
                exchange.fail(new ServiceUnavailableException(
                        "The service has too many large requests under way. Try again later."));
            }
        });
        return true;
    }

    private void read(Exchange exchange) {
        BodyReader.read(exchange, MOST_BODY_BYTES, options.bounds(), new BodyReader.Outcome() {
            @Override
            public void read(byte[] body) {
                Action action = action(exchange.request);
                if (body.length <= MOST_INLINE_BYTES && action != null && !action.waits()) {
                    run(exchange, body);
                } else {
                    exchange.request.getComponents().getExecutor().execute(() -> run(exchange, body));
                }
            }

            @Override
            public void tooLarge() {
                exchange.fail(KinesisHandler.tooLarge());
            }

            @Override
            public void failed(Throwable why) {
                exchange.cutOff(why);
            }
        });
    }

    /**
     * Answers only after the body has come in: a client that still sends when the connection is closed sees a reset and
     * never the answer. One that waits for a 100 gets the answer instead of it, and one that would send for long is cut off.
     */
    private void refuse(Exchange exchange) {
        Request request = exchange.request;
        if (request.getLength() > MOST_DRAINED_BYTES || request.getHeaders().contains(HttpHeader.EXPECT)) {
            exchange.fail(tooLarge());
            return;
        }
        Scheduler.Task deadline = request.getComponents()
                .getScheduler()
                .schedule(
                        () -> exchange.cutOff(new TimeoutException("the body came too slowly")),
                        options.bounds().longestBody(request.getLength()).toMillis(),
                        TimeUnit.MILLISECONDS);
        Content.Source.consumeAll(
                request,
                Callback.from(deadline::cancel, Callback.from(() -> exchange.fail(tooLarge()), exchange::cutOff)));
    }

    private void run(Exchange exchange, byte[] body) {
        CompletionStage<? extends Answer> answer;
        try {
            answer = start(exchange, body);
        } catch (RuntimeException | Error e) {
            // Whatever it is: a request without an answer would hold its memory for ever.
            exchange.fail(e);
            return;
        }
        answer.whenComplete((given, failure) -> {
            if (failure == null) {
                exchange.answer(given, budget);
            } else {
                exchange.fail(failure);
            }
        });
    }

    private CompletionStage<? extends Answer> start(Exchange exchange, byte[] body) {
        Identity identity = options.authenticator().identify(signed(exchange.request, body));
        exchange.facts.principal = identity.principal();
        if (!exchange.request.getMethod().equals("POST")) {
            throw AccessDeniedException.ofUnknownWish();
        }
        Action action = action(exchange.request);
        if (action == null) {
            String target = exchange.request.getHeaders().get("X-Amz-Target");
            throw new UnknownOperationException(
                    target == null
                            ? "The request names no operation: it has no header X-Amz-Target."
                            : "There is no operation " + target + ".");
        }
        exchange.facts.operation = action.name();
        Caller caller = new Caller(identity, action.name(), stream -> exchange.facts.stream = stream);
        caller.checkAction();
        return action.run(caller, exchange.format.read(body, action.input()));
    }

    private Action action(Request request) {
        String target = request.getHeaders().get("X-Amz-Target");
        return target != null && target.startsWith(TARGET_PREFIX)
                ? actions.get(target.substring(TARGET_PREFIX.length()))
                : null;
    }

    private static SignedRequest signed(Request request, byte[] body) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
        return new SignedRequest(
                request.getMethod(), path, uri.getQuery(), name -> header(request, name), ByteBuffer.wrap(body));
    }

    private static List<String> header(Request request, String name) {
        List<String> values = request.getHeaders().getValuesList(name);
        // Over HTTP/2 the host comes as :authority, and is signed by either name.
        return values.isEmpty() && (name.equalsIgnoreCase("host") || name.equals(AUTHORITY))
                ? List.of(String.valueOf(request.getHttpURI().getAuthority()))
                : values;
    }

    private static RequestEntityTooLargeException tooLarge() {
        return new RequestEntityTooLargeException("The body is larger than " + MOST_BODY_BYTES + " bytes.");
    }
}
