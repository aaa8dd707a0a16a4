package dev.failover.cli.services;

import java.util.Optional;

/**
 * What was read of one key. Where the key is missing or its value is wrong this is the stand-in (the default, where there
 * is one), so that the rules of its neighbours are checked all the same.
 */
final class Field<T> {

    private final Optional<Value> value;
    private final boolean secret;
    private final T standIn;
    private T read;
    private boolean replaced;

    private Field(Optional<Value> value, Optional<T> read, T standIn, boolean secret) {
        this.value = value;
        this.secret = secret;
        this.standIn = standIn;
        this.read = read.orElse(standIn);
        this.replaced = read.isEmpty();
    }

    static <T> Field<T> missing(T standIn) {
        return new Field<>(Optional.empty(), Optional.empty(), standIn, false);
    }

    /**
     * A value of the file.
     *
     * @param read empty where it is of the wrong kind
     * @param secret whether messages must not repeat it
     */
    static <T> Field<T> of(Value value, Optional<T> read, T standIn, boolean secret) {
        return new Field<>(Optional.of(value), read, standIn, secret);
    }

    T get() {
        return read;
    }

    /** As it is written in the file, where a message may say so. */
    Optional<String> written() {
        return value.filter(v -> !secret && v.isText()).map(Value::text);
    }

    /** Goes on with the stand-in; false where that is what was refused. */
    boolean replace() {
        boolean other = !replaced;
        read = standIn;
        replaced = true;
        return other;
    }
}
