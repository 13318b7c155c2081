package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeNotNull;

import com.sun.net.httpserver.HttpServer;
import io.millrace.service.RunningService;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * JavaScript in a page puts records and reads them, in a real browser. Runs when a Chromium is named, such as
 * {@code -Dmillrace.browser=chromium}: the build needs none.
 */
public class BrowserTest {
    private static final String BROWSER = System.getProperty("millrace.browser");

    private static final String PAGE = """
            <body>waiting</body>
            <script>
            const call = (operation, input) => fetch("%s", {
              method: "POST",
              headers: {"content-type": "application/x-amz-json-1.1", "x-amz-target": "Kinesis_20131202." + operation},
              body: JSON.stringify(input)
            }).then(answer => answer.json());
            (async () => {
              try {
                for (const text of ["one", "two"]) {
                  await call("PutRecord", {StreamName: "s", PartitionKey: "k", Data: btoa("from a page: " + text)});
                }
                const place = await call("GetShardIterator",
                    {StreamName: "s", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON"});
                const page = await call("GetRecords", place);
                document.body.textContent = "read " + page.Records.map(record => atob(record.Data)).join(", ");
              } catch (error) {
                document.body.textContent = "refused: " + error;
              }
            })();
            </script>
            """;

    @Rule
    public final RunningService service = new RunningService();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private HttpServer site;

    @Before
    public void serve() throws IOException {
        assumeNotNull(BROWSER);
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        byte[] page = PAGE.formatted(service.endpoint()).getBytes(StandardCharsets.UTF_8);
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
    }

    @After
    public void stop() {
        if (site != null) {
            site.stop(0);
        }
    }

    @Test
    public void aPageOfThisMachinePutsRecordsAndReadsThem() throws Exception {
        String shown = show("http://localhost:" + site.getAddress().getPort() + "/");

        assertThat(shown).contains("read from a page: one, from a page: two");
        assertThat(service.textsOf("s", "shardId-000000000000"))
                .containsExactly("from a page: one", "from a page: two");
    }

    @Test
    public void aPageOfAnotherOriginDoesNot() throws Exception {
        String shown = show("http://elsewhere.example:" + site.getAddress().getPort() + "/");

        assertThat(shown).contains("refused: TypeError");
        assertThat(service.textsOf("s", "shardId-000000000000")).isEmpty();
    }

    /** What the page has become once its script is through. */
    private String show(String address) throws Exception {
        Process browser = new ProcessBuilder(
                        BROWSER,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.getRoot(),
                        // No name is looked up outside of this machine.
                        "--host-resolver-rules=MAP * 127.0.0.1",
                        "--no-proxy-server",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        URI.create(address).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = browser.getInputStream()) {
            String shown = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return shown;
        } finally {
            browser.destroyForcibly();
        }
    }
}
