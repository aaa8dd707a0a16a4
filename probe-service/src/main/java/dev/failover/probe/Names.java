package dev.failover.probe;

import io.vertx.core.Future;
import java.net.InetAddress;

/** Finds the address of a host, anew for each check. */
@FunctionalInterface
public interface Names {

    /**
     * Looks a host up.
     *
     * @param host a name, or an address as it is
     * @return the address to use; fails with {@link CheckFailedException}: FAIL DNS when the name does not exist,
     *     PROBER_ERROR when no resolver could tell
     */
    Future<InetAddress> address(String host);
}
