package io.millrace.service.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client of HTTP/1.1 closes its connection while a long answer goes on, for nobody reads from the connection
 * then. HTTP/2 always does. What else such a client sends is thrown away: the connection ends with the answer.
 */
final class DepartureWatch implements Callback {
    private static final int SCRAP_BYTES = 1 << 10;

    private final EndPoint endPoint;
    private final Consumer<Throwable> gone;

    private DepartureWatch(EndPoint endPoint, Consumer<Throwable> gone) {
        this.endPoint = endPoint;
        this.gone = gone;
    }

    /** @param gone what to do when the client has gone; may be called when the answer has ended */
    static void start(EndPoint endPoint, Consumer<Throwable> gone) {
        new DepartureWatch(endPoint, gone).await();
    }

    private void await() {
        endPoint.tryFillInterested(this);
    }

    @Override
    public void succeeded() {
        ByteBuffer scrap = BufferUtil.allocate(SCRAP_BYTES);
        try {
            int count = endPoint.fill(scrap);
            while (count > 0) {
                BufferUtil.clear(scrap);
                count = endPoint.fill(scrap);
            }
            if (count == 0) {
                await();
                return;
            }
            gone.accept(new EOFException("the client has closed the connection"));
        } catch (IOException e) {
            gone.accept(e);
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof TimeoutException && endPoint.isOpen()) {
            await();
        } else {
            gone.accept(failure);
        }
    }
}
