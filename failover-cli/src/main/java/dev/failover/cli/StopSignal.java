package dev.failover.cli;

import dev.failover.service.Service;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, for a command that runs until then. The process ends once the command has closed this, which it does
 * after everything else, or after {@link Service#STOP_SECONDS}.
 */
public final class StopSignal implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private StopSignal() {}

    public static StopSignal watch() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        return signal;
    }

    /** Returns when the process is told to stop. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Whether the process was told to stop. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    private void stop() {
        asked.countDown();
        try {
            if (!stopped.await(Service.STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("failover: did not stop within " + Service.STOP_SECONDS + " s and is ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
