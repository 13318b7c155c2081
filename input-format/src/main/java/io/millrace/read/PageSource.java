package io.millrace.read;

import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;

/**
 * Where the records of one split come from, a page at a time, in order and each once. It ends no earlier than with the page
 * that holds the split's last record, and asks for nothing after that page. For one thread, but for {@link #close}.
 */
interface PageSource extends AutoCloseable {
    /**
     * The next records; none, now and ever after, when nothing follows.
     *
     * @throws io.millrace.client.StreamException when the stream can't be read
     */
    List<StoredRecord> next();

    /** Whether records between the last two pages that {@link #next} gave may have expired meanwhile. */
    default boolean isOvertaken() {
        return false;
    }

    /** Lets go of everything, at once; a call of {@link #next} that is under way in another thread fails. */
    @Override
    void close();
}
