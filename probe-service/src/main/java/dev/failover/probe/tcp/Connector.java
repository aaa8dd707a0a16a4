package dev.failover.probe.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;

/**
 * Opens the connections of one event loop's checks, by Netty itself: an HTTP client's pools, endpoints and streams cost
 * several times as much as the check that they are opened for and thrown away with (docs/decisions/0011).
 */
public final class Connector {

    private final ContextInternal context;
    private final EventLoop loop;
    private final ChannelFactory<? extends Channel> channels;

    /** For checks that run on this context, an event loop's. */
    public Connector(Context context) {
        this.context = (ContextInternal) context;
        this.loop = this.context.nettyEventLoop();
        this.channels = ((VertxInternal) context.owner()).transport().channelFactory(false);
    }

    /** What is told on the event loop, as everything of a check. */
    public <T> Promise<T> promise() {
        return context.promise();
    }

    /** Begins to connect. How long it may take is up to the check, which closes what takes too long. */
    ChannelFuture connect(InetSocketAddress address, ChannelHandler... handlers) {
        Channel channel = channels.newChannel();
        channel.config().setConnectTimeoutMillis(0);
        channel.pipeline().addLast(handlers);
        // Done at once, as this is the event loop.
        ChannelFuture registered = loop.register(channel);
        return registered.cause() == null ? channel.connect(address) : registered;
    }
}
