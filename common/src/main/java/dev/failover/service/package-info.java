/** Starting and stopping a service, its settings, health and metrics. */
@NullMarked
package dev.failover.service;

import org.jspecify.annotations.NullMarked;
