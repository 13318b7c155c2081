package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.StreamServiceProcess;
import io.millrace.testing.LocalServices;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The jobs of {@code examples/mapreduce}, out of the jar that is built there: word count on YARN, the others in the client's own JVM, all with HDFS. The stream service checks
 * signatures, and the keys are in a credential provider of Hadoop's alone.
 */
public class MapReduceExamples {
    private static final String PACKAGE = "io.millrace.examples.mapreduce.";
    private static final String ACCESS_KEY = "AKIDEXAMPLE";

    private static final HadoopCluster CLUSTER = HadoopCluster.SHARED;
    private static final TemporaryFolder SERVICE = new TemporaryFolder();

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(SERVICE).around(CLUSTER);

    private static final String SECRET = "secret-" + UUID.randomUUID();
    private static StreamServiceProcess service;
    private static KinesisClient kinesis;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/examples-" + UUID.randomUUID());
    private final String access = "access-" + home.getName();
    private FileSystem files;
    private JobClient client;

    @BeforeClass
    public static void startService() throws IOException {
        Path folder = SERVICE.getRoot().toPath();
        Path keys = Files.writeString(
                folder.resolve("keys.yaml"), "keys:\n  - accessKey: " + ACCESS_KEY + "\n    secret: " + SECRET + "\n");
        service = StreamServiceProcess.start(
                folder.resolve("data"), folder.resolve("service.out"), "--credentials", keys.toString());
        kinesis = KinesisClient.builder()
                .endpointOverride(service.endpoint())
                .region(LocalServices.REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterClass
    public static void stopService() {
        if (kinesis != null) {
            kinesis.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @Before
    public void start() throws Exception {
        files = CLUSTER.fileSystem();
        client = new JobClient(temp.newFolder().toPath(), CLUSTER.configuration());
        client.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, credentialProvider());
        client.set("kinesis.endpoint.url", service.endpoint().toString());
        client.set("kinesis.endpoint.region", LocalServices.REGION.id());
        client.set("kinesis.stream.name", access);
        client.set("kinesis.checkpoint.enabled", "true");
        client.set("kinesis.checkpoint.metastore.table.name", "iterations");
        client.set(
                "kinesis.checkpoint.metastore.endpoint.url",
                LocalServices.get().tables().toString());
        client.set("kinesis.checkpoint.logical.name", home.getName());
        client.set("kinesis.checkpoint.iteration.no", "next");
        create(access);
    }

    @Test
    public void wordsAreCountedIterationByIterationAndTheSecretStaysWhereItIs() throws Exception {
        // Keeps what the job was submitted with.
        client.set("mapreduce.task.files.preserve.filepattern", ".*");
        put("the quick brown fox");
        put("the lazy dog");
        assertThat(run("WordCount", "first"))
                .containsOnly(
                        Map.entry("the", "2"),
                        Map.entry("quick", "1"),
                        Map.entry("brown", "1"),
                        Map.entry("fox", "1"),
                        Map.entry("lazy", "1"),
                        Map.entry("dog", "1"));
        put("the end");
        client.runLocally();

        assertThat(run("WordCount", "second")).containsOnly(Map.entry("the", "1"), Map.entry("end", "1"));

        assertThat(filesWith(home.getName()))
                .as("files that are looked at")
                .anyMatch(name -> name.endsWith("job.xml"))
                .anyMatch(name -> name.endsWith("syslog"));
        assertThat(filesWith(ACCESS_KEY)).isEmpty();
        assertThat(filesWith(SECRET)).isEmpty();
    }

    @Test
    public void topErrorsAreOrdered() throws Exception {
        client.runLocally();
        put(line("/a", 404));
        put(line("/b", 500));
        put(line("/b", 404));
        put(line("/c", 200));
        put("not a line of a log");
        for (int page = 0; page < 10; page++) {
            put(line("/x" + page, 503));
        }

        assertThat(run("TopErrors", "top").entrySet())
                .hasSize(10)
                .contains(Map.entry("/b", "2"), Map.entry("/a", "1"), Map.entry("/x7", "1"))
                .doesNotContain(Map.entry("/x8", "1"));
    }

    @Test
    public void errorsAreJoinedWithAFileAndPutIntoAnotherStream() throws Exception {
        client.runLocally();
        create("owned");
        put(line("/a", 404));
        put(line("/a", 200));
        put(line("/b", 500));
        org.apache.hadoop.fs.Path owners = new org.apache.hadoop.fs.Path(home, "pages.tsv");
        try (var out = files.create(owners)) {
            out.write("/a\tanna\n/c\tcarl\n".getBytes(StandardCharsets.UTF_8));
        }

        client.start(ConnectorJar.examples(), PACKAGE + "ErrorsWithOwners", List.of(owners.toString(), "owned"))
                .awaitSuccess();

        assertThat(records("owned")).containsExactlyInAnyOrder("anna: /a\t404", "nobody: /b\t500");
    }

    private void create(String stream) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(2));
        kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream));
    }

    private void put(String payload) {
        kinesis.putRecord(
                request -> request.streamName(access).partitionKey(payload).data(SdkBytes.fromUtf8String(payload)));
    }

    private static String line(String page, int status) {
        return "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET " + page + " HTTP/1.1\" " + status + " 12 \"-\" \"-\"";
    }

    private String credentialProvider() throws IOException {
        Configuration conf = new Configuration();
        String path = "jceks://hdfs@" + files.getUri().getAuthority() + home + "/keys.jceks";
        conf.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
        CredentialProvider provider =
                CredentialProviderFactory.getProviders(conf).get(0);
        provider.createCredentialEntry("kinesis.accessKey", ACCESS_KEY.toCharArray());
        provider.createCredentialEntry("kinesis.secretKey", SECRET.toCharArray());
        provider.flush();
        return path;
    }

    /** Runs a job and returns what is in its output folder, by key. */
    private Map<String, String> run(String job, String output) throws Exception {
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(home, output);
        client.start(ConnectorJar.examples(), PACKAGE + job, List.of(folder.toString()))
                .awaitSuccess();
        Map<String, String> results = new TreeMap<>();
        for (var file : files.globStatus(new org.apache.hadoop.fs.Path(folder, "part-*"))) {
            read(files.open(file.getPath())).lines().forEach(line -> {
                String[] fields = line.split("\t", 2);
                results.put(fields[0], fields[1]);
            });
        }
        return results;
    }

    private List<String> records(String stream) {
        List<String> records = new ArrayList<>();
        kinesis.listShards(request -> request.streamName(stream)).shards().forEach(shard -> kinesis.getRecords(
                        request ->
                                request.shardIterator(kinesis.getShardIterator(iterator -> iterator.streamName(stream)
                                                .shardId(shard.shardId())
                                                .shardIteratorType("TRIM_HORIZON"))
                                        .shardIterator()))
                .records()
                .forEach(record ->
                        records.add(record.partitionKey() + ": " + record.data().asUtf8String())));
        return records;
    }

    /** All files in HDFS, of the containers and of the client in which a text is found. */
    private List<String> filesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> stored = files.listFiles(new org.apache.hadoop.fs.Path("/"), true);
        while (stored.hasNext()) {
            org.apache.hadoop.fs.Path path = stored.next().getPath();
            try {
                if (read(files.open(path)).contains(text)) {
                    found.add(path.toString());
                }
            } catch (FileNotFoundException e) {
                // The history server has just moved it: from the beginning.
                return filesWith(text);
            }
        }
        for (Path folder : List.of(CLUSTER.containers(), client.folder())) {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path path : walk.filter(Files::isRegularFile)
                        .filter(path -> !path.toString().endsWith(".jar"))
                        .toList()) {
                    if (Files.readString(path, StandardCharsets.ISO_8859_1).contains(text)) {
                        found.add(path.toString());
                    }
                }
            }
        }
        return found;
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        IOUtils.copyBytes(in, bytes, 1 << 16, true);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
