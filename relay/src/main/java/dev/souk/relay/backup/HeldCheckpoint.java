package dev.souk.relay.backup;

import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A checkpoint for a command to read: of the relay that runs, or else of the store, which then is kept from being used
 * until it is closed. Owned by one thread.
 */
public sealed interface HeldCheckpoint extends AutoCloseable {
    /** Where it is. */
    Path folder();

    /** Says that it is backed up now. */
    void backedUp();

    /** Gives it back: it is deleted. */
    @Override
    void close();

    /**
     * Takes one.
     *
     * @param folder where the door of the relay would be, and else the checkpoint
     * @param store opens the store, if no relay runs on it
     */
    static HeldCheckpoint take(Path folder, Supplier<EventStore> store) {
        return OfRelay.call(folder).<HeldCheckpoint>map(known -> known).orElseGet(() -> OfStore.make(folder, store));
    }

    /** Held by the relay as long as the connection lasts. */
    record OfRelay(Path folder, SocketChannel relay) implements HeldCheckpoint {
        private static Optional<OfRelay> call(Path folder) {
            SocketChannel relay;
            try {
                relay = SocketChannel.open(Wire.address(folder));
            } catch (IOException | UnsupportedOperationException e) {
                // No relay, or none that hands out checkpoints: then the store says that it is in use.
                return Optional.empty();
            }
            try {
                Wire.write(relay, Wire.CHECKPOINT);
                String answer = Wire.read(relay).orElse(Wire.REFUSED + "it went away");
                if (answer.startsWith(Wire.READY)) {
                    return Optional.of(new OfRelay(Path.of(answer.substring(Wire.READY.length())), relay));
                }
                relay.close();
                throw new StorageException("the relay makes no checkpoint: "
                        + answer.substring(Math.min(answer.length(), Wire.REFUSED.length())));
            } catch (IOException e) {
                throw new StorageException("the relay makes no checkpoint: " + e.getMessage(), e);
            }
        }

        @Override
        public void backedUp() {
            try {
                Wire.write(relay, Wire.BACKED_UP);
                Wire.read(relay);
            } catch (IOException e) {
                throw new StorageException("the relay took its checkpoint back before the end: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                relay.close();
            } catch (IOException e) {
                throw new StorageException("cannot leave the relay", e);
            }
        }
    }

    /** Made by the command itself, in a folder that is deleted with it. */
    record OfStore(Path folder, Path parent, EventStore store) implements HeldCheckpoint {
        private static OfStore make(Path folder, Supplier<EventStore> opener) {
            Path parent = folder.resolve("checkpoints");
            Path checkpoint = parent.resolve("own");
            EventStore store = opener.get();
            try {
                Folders.delete(parent);
                Files.createDirectories(parent);
                store.checkpoint(checkpoint);
                return new OfStore(checkpoint, parent, store);
            } catch (IOException e) {
                store.close();
                throw new StorageException("cannot make a checkpoint in " + checkpoint + ": " + e.getMessage(), e);
            } catch (StorageException e) {
                store.close();
                throw e;
            }
        }

        @Override
        public void backedUp() {}

        @Override
        public void close() {
            try (store) {
                Folders.delete(parent);
            } catch (IOException e) {
                throw new StorageException("cannot delete the checkpoint in " + folder + ": " + e.getMessage(), e);
            }
        }
    }
}
