package io.millrace.clients;

import java.time.Duration;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.Http2Configuration;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** How an application of the Kinesis Client Library gets its records. */
enum Retrieval {
    /** GetRecords; HTTP/2 with prior knowledge, as the library's own client does it. */
    POLLING {
        @Override
        KinesisAsyncClient client() {
            return KinesisClientUtil.createKinesisAsyncClient(
                    builder().endpointOverride(Servers.get().plain()));
        }

        @Override
        RetrievalSpecificConfig config(KinesisAsyncClient client, String application, String stream) {
            return new PollingConfig(stream, client).idleTimeBetweenReadsInMillis(200);
        }
    },
    /** SubscribeToShard; TLS and HTTP/2 without ALPN, as the library's own client does it for https. */
    FAN_OUT {
        @Override
        KinesisAsyncClient client() {
            // What KinesisClientUtil sets, and the service's certificate.
            return builder()
                    .endpointOverride(Servers.get().secure())
                    .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                            .maxConcurrency(Integer.MAX_VALUE)
                            .http2Configuration(Http2Configuration.builder()
                                    .initialWindowSize(512 << 10)
                                    .healthCheckPingPeriod(Duration.ofMinutes(1))
                                    .build())
                            .protocol(Protocol.HTTP2)
                            .tlsTrustManagersProvider(Trust::managers))
                    .build();
        }

        @Override
        RetrievalSpecificConfig config(KinesisAsyncClient client, String application, String stream) {
            return new FanOutConfig(client).streamName(stream).applicationName(application);
        }
    };

    /** A client to be closed by the caller. */
    abstract KinesisAsyncClient client();

    abstract RetrievalSpecificConfig config(KinesisAsyncClient client, String application, String stream);

    private static KinesisAsyncClientBuilder builder() {
        return KinesisAsyncClient.builder().region(Servers.REGION).credentialsProvider(Servers.CREDENTIALS);
    }
}
