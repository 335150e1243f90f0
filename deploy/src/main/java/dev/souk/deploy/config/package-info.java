/** What an operator sets, read from one TOML file, the environment and the command line, all problems at once. */
@NullMarked
package dev.souk.deploy.config;

import org.jspecify.annotations.NullMarked;
