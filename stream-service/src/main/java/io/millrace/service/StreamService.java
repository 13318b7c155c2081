package io.millrace.service;

import io.millrace.service.action.Actions;
import io.millrace.service.action.ServiceState;
import io.millrace.service.action.Settings;
import io.millrace.service.action.Traffic;
import io.millrace.service.auth.AnyCaller;
import io.millrace.service.delivery.Delivery;
import io.millrace.service.encryption.EncryptedShardLog;
import io.millrace.service.encryption.KeyName;
import io.millrace.service.growth.Growth;
import io.millrace.service.http.Bounds;
import io.millrace.service.http.FrontEndOptions;
import io.millrace.service.http.HttpFrontEnd;
import io.millrace.service.http.Monitoring;
import io.millrace.service.log.DataFolder;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.rocks.RocksShardLog;
import io.millrace.service.observe.AccessLog;
import io.millrace.service.observe.DeliveryMetrics;
import io.millrace.service.observe.Health;
import io.millrace.service.observe.HttpMeter;
import io.millrace.service.observe.LogMeter;
import io.millrace.service.observe.Metrics;
import io.millrace.service.observe.RequestObserver;
import io.millrace.service.observe.StreamMetrics;
import io.millrace.service.stream.Accounts;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.CatalogueCheck;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.Sweeper;
import io.millrace.service.stream.Tokens;
import io.millrace.service.subscription.Subscriptions;
import io.millrace.service.tls.SelfSigned;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A running service: its data folder, log, catalogue and front end, put together. Thread-safe. */
public final class StreamService implements AutoCloseable {
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private HttpFrontEnd frontEnd;

    private StreamService() {}

    /**
     * Starts the service.
     *
     * @param data its data folder, made when missing; what an earlier run left there is found again
     * @param address where to listen; port 0 takes a free one
     * @param clock the time, as clients come to see it
     * @throws IOException when the address can't be listened on
     * @throws io.millrace.service.log.LogException when the data folder is in use, damaged or of an unknown format
     */
    public static StreamService start(Path data, InetSocketAddress address, Settings settings, InstantSource clock)
            throws IOException {
        return start(
                data,
                new FrontEndOptions(
                        address,
                        SelfSigned.make(address.getHostString(), Instant.now()),
                        Set.of(FrontEndOptions.LOCAL_ORIGINS),
                        new AnyCaller(settings.account()),
                        Bounds.standard(),
                        clock),
                settings,
                clock);
    }

    /** Starts the service with another front end than the plain one, which takes every request as the owner's. */
    public static StreamService start(Path data, FrontEndOptions frontEnd, Settings settings, InstantSource clock)
            throws IOException {
        return start(data, frontEnd, ServiceOptions.plain(settings), clock);
    }

    /** Starts the service with all that can be chosen. */
    public static StreamService start(Path data, FrontEndOptions frontEnd, ServiceOptions options, InstantSource clock)
            throws IOException {
        StreamService service = new StreamService();
        try {
            service.open(data, frontEnd, options, clock);
        } catch (IOException | RuntimeException e) {
            try {
                service.close();
            } catch (RuntimeException unclean) {
                e.addSuppressed(unclean);
            }
            throw e;
        }
        return service;
    }

    private void open(Path data, FrontEndOptions frontEndOptions, ServiceOptions options, InstantSource clock)
            throws IOException {
        Settings settings = options.settings();
        DataFolder folder = DataFolder.open(data);
        toClose.push(folder);
        Metrics metrics = new Metrics();
        toClose.push(metrics);
        ShardLog log = RocksShardLog.open(folder.log(), clock, new LogMeter(metrics.registry()));
        toClose.push(log);
        Catalogue catalogue = new Catalogue(log, clock);
        CatalogueCheck.run(catalogue, log, data);
        Retention retention = Retention.start(catalogue, log, clock, settings.trimAfter());
        Sweeper sweeper = new Sweeper(catalogue, log, retention, clock);
        toClose.push(sweeper);
        sweeper.start(settings.trimAfter());
        Subscriptions subscriptions = new Subscriptions();
        ShardLog records = new EncryptedShardLog(log, settings.masterKeys(), clock, id -> encryptionKey(catalogue, id));
        StreamMetrics streams = new StreamMetrics(metrics.registry(), catalogue);
        Traffic traffic = new Traffic(options.quotas(), new Growth(catalogue, options.growth(), clock), streams, clock);
        ServiceState state = new ServiceState(
                catalogue, new Accounts(log), records, retention, Tokens.of(log), subscriptions, traffic);
        toClose.push(Periodic.start("traffic", options.growth().gap(), traffic::tick));
        Delivery delivery = new Delivery(
                catalogue,
                records,
                retention,
                options.delivery().buckets().orElse(data.resolve("buckets")),
                new DeliveryMetrics(metrics.registry()),
                options.delivery(),
                clock);
        toClose.push(Periodic.start("channels", options.delivery().gap(), delivery::tick));
        // Closed before the thread that it stops.
        toClose.push(delivery);
        List<RequestObserver> observers = new ArrayList<>(List.of(streams, new HttpMeter(metrics.registry())));
        if (options.accessLog().isPresent()) {
            AccessLog accessLog = AccessLog.open(options.accessLog().get());
            toClose.push(accessLog);
            observers.add(accessLog);
        }
        Health health = new Health(log);
        frontEnd = HttpFrontEnd.start(
                frontEndOptions,
                traffic.limited(Actions.over(state, settings, clock)),
                new Monitoring(options.metricsAccess(), metrics::page, health::trouble, observers));
        toClose.push(frontEnd);
        showLoad(metrics, frontEnd, subscriptions);
        toClose.push(health);
        // Closed first: the front end waits for answers under way, and these would go on for minutes.
        toClose.push(subscriptions);
    }

    private static void showLoad(Metrics metrics, HttpFrontEnd frontEnd, Subscriptions subscriptions) {
        metrics.gauge("millrace_http_connections", "Open connections", frontEnd::connections);
        metrics.gauge(
                "millrace_http_memory_free_bytes",
                "Memory that requests and answers may still take",
                frontEnd::freeBytes);
        metrics.gauge("millrace_http_threads", "Threads that serve connections and requests", frontEnd::threads);
        metrics.gauge("millrace_http_threads_busy", "Those of them that are at work", frontEnd::busyThreads);
        metrics.gauge("millrace_http_tasks_queued", "Work that waits for a thread", frontEnd::queuedTasks);
        metrics.gauge("millrace_subscriptions", "Subscriptions to shards that go on", subscriptions::count);
    }

    private static Optional<KeyName> encryptionKey(Catalogue catalogue, long stream) {
        return catalogue.find(stream).flatMap(found -> {
            StreamKey key = found.header().key();
            return found.settings()
                    .protection()
                    .encryptionKey()
                    .map(id -> new KeyName(id, key.account(), key.region()));
        });
    }

    /** The port that it listens on. */
    public int port() {
        return frontEnd.port();
    }

    /** Finishes the requests under way, then lets go of the data folder. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("the service did not stop cleanly: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
