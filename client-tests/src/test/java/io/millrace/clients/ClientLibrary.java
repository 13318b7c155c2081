package io.millrace.clients;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.processor.SingleStreamTracker;

/**
 * An application of the Kinesis Client Library with one worker, its leases in DynamoDB Local. Set up as its users do it,
 * only that it looks for changes more often, and that it sends no metrics.
 */
final class ClientLibrary implements AutoCloseable {
    /** The library itself waits for a minute when the stop comes just as it assigns leases. */
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(3);

    private static final long OFTEN_MILLIS = 200;

    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamo;
    private final CloudWatchAsyncClient metrics;
    private final Scheduler scheduler;
    private final Thread thread;

    private ClientLibrary(String application, String stream, Retrieval retrieval, Deliveries deliveries) {
        kinesis = retrieval.client();
        dynamo = DynamoDbAsyncClient.builder()
                .endpointOverride(Servers.get().tables())
                .region(Servers.REGION)
                .credentialsProvider(Servers.CREDENTIALS)
                .build();
        metrics = CloudWatchAsyncClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .region(Servers.REGION)
                .credentialsProvider(Servers.CREDENTIALS)
                .build();
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        stream,
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                application,
                kinesis,
                dynamo,
                metrics,
                // One and the same after a restart, so that its leases are its own at once.
                "worker",
                deliveries);
        scheduler = new Scheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig()
                        .parentShardPollIntervalMillis(OFTEN_MILLIS)
                        .shardConsumerDispatchPollIntervalMillis(OFTEN_MILLIS),
                leases(configs.leaseManagementConfig()),
                configs.lifecycleConfig().taskBackoffTimeMillis(OFTEN_MILLIS),
                configs.metricsConfig().metricsLevel(MetricsLevel.NONE),
                configs.processorConfig(),
                configs.retrievalConfig().retrievalSpecificConfig(retrieval.config(kinesis, application, stream)));
        thread = new Thread(scheduler, application);
        thread.setDaemon(true);
    }

    private static LeaseManagementConfig leases(LeaseManagementConfig config) {
        config.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        // Finished leases stay, to be looked at.
        return config.leaseAssignmentIntervalMillis(5 * OFTEN_MILLIS)
                .shardSyncIntervalMillis(OFTEN_MILLIS)
                .cleanupLeasesUponShardCompletion(false);
    }

    /**
     * Starts an application that reads a stream from its beginning, or goes on where one of the same name stopped.
     *
     * @param application also the name of the table with its leases
     */
    static ClientLibrary start(String application, String stream, Retrieval retrieval, Deliveries deliveries) {
        ClientLibrary started = new ClientLibrary(application, stream, retrieval, deliveries);
        started.thread.start();
        return started;
    }

    /** Asks the application to stop, and waits; false when it had to be forced. */
    boolean stop() throws ExecutionException, InterruptedException, TimeoutException {
        boolean graceful = scheduler.startGracefulShutdown().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        thread.join(STOP_TIMEOUT.toMillis());
        return graceful && !thread.isAlive();
    }

    /** Ends it, whatever state it is in. */
    @Override
    public void close() {
        scheduler.shutdown();
        kinesis.close();
        dynamo.close();
        metrics.close();
    }
}
