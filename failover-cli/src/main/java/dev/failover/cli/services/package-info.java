/** Reading a services.yaml: every problem at once, each with its line, key, rule and value. */
@NullMarked
package dev.failover.cli.services;

import org.jspecify.annotations.NullMarked;
