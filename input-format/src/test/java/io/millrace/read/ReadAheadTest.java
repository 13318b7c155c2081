package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.Payload;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public final class ReadAheadTest {
    private static final String THREAD = "read-ahead-test";

    private final Pages pages = new Pages();
    private final AtomicInteger signs = new AtomicInteger();
    private final ReadAhead ahead = new ReadAhead(pages, THREAD, signs::incrementAndGet);

    @After
    public void close() {
        ahead.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    public void onePageIsFetchedAheadAndNeverASecondOne() {
        pages.count = 5;

        assertThat(ahead.next()).isEqualTo(page(1));
        // It may have waited with the first page as well, and not know yet that this was taken.
        await().until(() -> pages.asked.get() > 1 && isWaiting());
        assertThat(pages.asked.get())
                .as("the page that was taken and the one ahead")
                .isEqualTo(2);

        assertThat(ahead.next()).isEqualTo(page(2));
        await().until(() -> pages.asked.get() == 3 && isWaiting());
    }

    @Test
    public void nothingIsFetchedBeforeAPageIsWanted() {
        pages.count = 1;

        assertThat(threads()).isEmpty();
        assertThat(pages.asked).hasValue(0);
    }

    @Test
    public void theThreadEndsWithThePages() {
        pages.count = 1;

        assertThat(ahead.next()).isEqualTo(page(1));
        assertThat(ahead.next()).isEmpty();
        assertThat(ahead.next()).isEmpty();
        await().until(() -> threads().isEmpty());
    }

    @Test
    public void aFailureComesAfterThePagesBeforeIt() {
        pages.count = 2;
        pages.failure = new StreamException.Refused("no permission", null);

        assertThat(ahead.next()).isEqualTo(page(1));
        assertThat(ahead.next()).isEqualTo(page(2));
        assertThatThrownBy(ahead::next).isSameAs(pages.failure);
        await().until(() -> threads().isEmpty());
    }

    @Test
    public void closingEndsACallThatIsUnderWay() {
        pages.count = 2;
        pages.stuckAfter = 1;
        assertThat(ahead.next()).isEqualTo(page(1));
        await().until(() -> pages.asked.get() == 2);

        ahead.close();

        assertThat(pages.closed).isTrue();
        assertThat(threads()).isEmpty();
    }

    @Test
    public void aWaitingConsumerSaysThatItIsAlive() throws Exception {
        pages.count = 2;
        pages.stuckAfter = 0;
        Thread consumer = new Thread(ahead::next, "consumer");
        consumer.start();

        await().until(() -> signs.get() >= 2);
        pages.goOn.countDown();
        consumer.join();
        assertThat(ahead.next()).isEqualTo(page(2));
    }

    private static boolean isWaiting() {
        return threads().stream().anyMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .toList();
    }

    private static List<StoredRecord> page(long number) {
        return List.of(new StoredRecord(
                SequenceNumber.of(Long.toString(number)), "key", Instant.EPOCH, Payload.sharing(new byte[0])));
    }

    /** Pages of one record each, then the end or a failure. */
    private static final class Pages implements PageSource {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile int count;
        private volatile int stuckAfter = Integer.MAX_VALUE;
        private volatile RuntimeException failure;

        @Override
        public List<StoredRecord> next() {
            int number = asked.incrementAndGet();
            if (number > stuckAfter) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    // As a library that uses up the interruption.
                    throw new StreamException.Unavailable("interrupted", e);
                }
            }
            if (number > count && failure != null) {
                throw failure;
            }
            return number > count ? List.of() : page(number);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}
