package dev.failover.notify;

import java.util.LinkedHashMap;
import java.util.Map;

/** A memory with a limit: what has not been used for longest makes room. */
final class NewestOnly<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1L;

    private final int limit;

    NewestOnly(int limit) {
        super(16, 0.75f, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > limit;
    }
}
