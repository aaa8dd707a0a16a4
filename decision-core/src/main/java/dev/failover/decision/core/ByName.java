package dev.failover.decision.core;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A few values by name, sorted, that never change: what {@link #with} returns shares nothing that can. Made for a handful
 * of names (endpoints, locations), where two small arrays cost a fraction of a tree, and every check makes a new one.
 */
public final class ByName<V> implements Iterable<ByName.Entry<V>> {

    private static final ByName<?> NONE = new ByName<>(new String[0], new Object[0]);

    /** A name and what it has. */
    public record Entry<V>(String name, V value) {}

    private final String[] names;
    private final Object[] values;

    private ByName(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    @SuppressWarnings("unchecked") // There is no value in it.
    public static <V> ByName<V> none() {
        return (ByName<V>) NONE;
    }

    public static <V> ByName<V> of(String name, V value) {
        return ByName.<V>none().with(name, value);
    }

    public @Nullable V get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : at(at);
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** The same with another value under this name. */
    public ByName<V> with(String name, V value) {
        int at = indexOf(name);
        if (at >= 0) {
            Object[] next = values.clone();
            next[at] = value;
            return new ByName<>(names, next);
        }
        int place = -Arrays.binarySearch(names, name) - 1;
        return new ByName<>(inserted(names, new String[names.length + 1], place, name), grown(place, value));
    }

    private Object[] grown(int place, V value) {
        return inserted(values, new Object[values.length + 1], place, value);
    }

    private static <T> T[] inserted(T[] from, T[] into, int place, T value) {
        System.arraycopy(from, 0, into, 0, place);
        into[place] = value;
        System.arraycopy(from, place, into, place + 1, from.length - place);
        return into;
    }

    /** The same without this name. */
    public ByName<V> without(String name) {
        ByName<V> next = none();
        for (Entry<V> entry : this) {
            next = entry.name().equals(name) ? next : next.with(entry.name(), entry.value());
        }
        return next.size() == size() ? this : next;
    }

    /** The same names with what a function makes of each value. */
    public <W> ByName<W> map(BiFunction<String, V, W> function) {
        Object[] next = new Object[values.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = function.apply(names[i], at(i));
        }
        return new ByName<>(names, next);
    }

    public void forEach(BiConsumer<String, V> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], at(i));
        }
    }

    public int size() {
        return names.length;
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    public List<String> names() {
        return List.of(names);
    }

    public Stream<V> values() {
        return stream().map(Entry::value);
    }

    public Stream<Entry<V>> stream() {
        return Stream.iterate(0, i -> i < names.length, i -> i + 1).map(i -> new Entry<>(names[i], at(i)));
    }

    @Override
    public Iterator<Entry<V>> iterator() {
        return stream().iterator();
    }

    /** The value at a place in the order of names, 0 to size - 1: for loops that must not allocate. */
    V valueAt(int place) {
        return at(place);
    }

    @SuppressWarnings("unchecked") // Only values of this type were put in.
    private V at(int place) {
        return (V) values[place];
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByName<?> named
                && Arrays.equals(names, named.names)
                && Arrays.equals(values, named.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return stream().toList().toString();
    }
}
