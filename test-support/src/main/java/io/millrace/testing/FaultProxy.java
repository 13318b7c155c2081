package io.millrace.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.testing.Fault.Call;
import io.millrace.testing.Fault.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * Stands between an AWS client and a server, passes calls on and, where a rule says so, does them harm. Speaks HTTP/1.1 on a
 * free port of 127.0.0.1. Thread-safe; rules may be added and removed while calls are under way.
 */
public final class FaultProxy implements AutoCloseable {
    /** Stands for every operation in {@link #on}. */
    public static final String ANY = "*";

    /** What the JDK's client sets itself, or what concerns one connection only. */
    private static final Set<String> HOP =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding", "date");

    static {
        // Else the JDK's server waits for an acknowledgement between the head and the body of an answer: 40 ms a call.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final URI server;
    private final HttpServer front;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> operations = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> last = new ConcurrentHashMap<>();

    private FaultProxy(URI server) throws IOException {
        this.server = server;
        this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
        });
        front.setExecutor(threads);
        front.createContext("/", this::handle);
        front.start();
    }

    /** A proxy that does no harm yet. */
    public static FaultProxy before(URI server) {
        try {
            return new FaultProxy(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients take for the server. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    /** Harms every call of an operation; of several rules that fit, the one that was added first decides. */
    public FaultProxy on(String operation, Fault fault) {
        return on(operation, call -> true, fault);
    }

    /**
     * Harms some calls of an operation.
     *
     * @param which by the number of the call, counted from 0 since the rule was added
     */
    public FaultProxy on(String operation, IntPredicate which, Fault fault) {
        rules.add(new Rule(operation, which, fault, new AtomicInteger()));
        return this;
    }

    /** Some of the calls, the same ones for the same seed. */
    public static IntPredicate percent(int percent, long seed) {
        return call -> new Random(seed * 31 + call).nextInt(100) < percent;
    }

    /** Forgets all rules and counts. */
    public void heal() {
        rules.clear();
        operations.clear();
    }

    /** The operations that were called, in order, whatever became of them. */
    public List<String> operations() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .orElse("");
            String operation = target.substring(target.indexOf('.') + 1);
            String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .orElse("");
            Call call = new Call(
                    operation,
                    type,
                    body,
                    isLastAttempt(exchange.getRequestHeaders().getFirst("amz-sdk-request")),
                    () -> forward(operation, exchange, body),
                    Optional.ofNullable(last.get(operation)));
            Fault fault = fault(operation);
            // Whoever sees the call may change the rules: what becomes of this one is decided by then.
            operations.add(operation);
            Reply reply = fault.apply(call);
            if (!reply.isCut()) {
                send(exchange, reply);
            }
            // Closing an exchange without an answer cuts the connection.
        }
    }

    /** By the SDK's header, such as {@code attempt=2; max=5}. */
    private static boolean isLastAttempt(String attempt) {
        return attempt != null && attempt.matches("attempt=(\\d+); max=\\1");
    }

    private Fault fault(String operation) {
        return rules.stream()
                .filter(rule -> rule.fits(operation))
                .map(Rule::fault)
                .findFirst()
                .orElse(Fault.none());
    }

    private Reply forward(String operation, HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Reply reply = new Reply(response.statusCode(), response.headers().map(), response.body());
            last.put(operation, reply);
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the proxy was closed", e);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
    }

    private record Rule(String operation, IntPredicate which, Fault fault, AtomicInteger calls) {
        boolean fits(String called) {
            return (operation.equals(ANY) || operation.equals(called)) && which.test(calls.getAndIncrement());
        }
    }
}
