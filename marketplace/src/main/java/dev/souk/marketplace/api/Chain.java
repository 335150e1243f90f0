package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.protocol.Bytes32;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a job waits for and what waits for it, over several jobs: at most {@link #MAX_DEPTH} steps away and
 * {@link #MAX_JOBS} jobs besides itself, of which at most half are found downwards. Used by one thread.
 */
final class Chain {
    static final int MAX_DEPTH = 16;
    static final int MAX_JOBS = 256;

    /** One job needs the output of another. */
    record Edge(Bytes32 job, Bytes32 dependency) {}

    /**
     * One job of the chain.
     *
     * @param depth how many steps it is away
     * @param job what is known of it
     */
    record Node(Bytes32 id, int depth, Optional<Job> job) {
        /** What it needs, as it says itself. */
        List<Bytes32> needs() {
            return job.flatMap(Job::request).map(JobRequest::dependsOn).orElse(List.of());
        }

        boolean isDelivered() {
            return job.stream()
                    .flatMap(known -> known.offers().stream())
                    .anyMatch(offer -> offer.work() == Offer.Work.DELIVERED);
        }
    }

    private final MarketView view;
    private final Node root;
    private final Map<Bytes32, Node> dependencies = new LinkedHashMap<>();
    private final Map<Bytes32, Node> dependents = new LinkedHashMap<>();
    private final Set<Edge> cycles = new LinkedHashSet<>();
    private final Map<Bytes32, Boolean> deliveries = new HashMap<>();
    private boolean isTruncated;

    private Chain(MarketView view, Job root) {
        this.view = view;
        this.root = new Node(root.id(), 0, Optional.of(root));
    }

    /** The chain that {@code root} is part of. */
    static Chain of(MarketView view, Job root) {
        Chain chain = new Chain(view, root);
        chain.walkDown();
        chain.walkUp();
        Set<Bytes32> done = new HashSet<>();
        chain.descend(chain.root, new HashSet<>(), done);
        chain.dependents.values().forEach(node -> chain.descend(node, new HashSet<>(), done));
        return chain;
    }

    /** The job itself. */
    Node root() {
        return root;
    }

    /** What the job waits for, the nearest first. */
    Collection<Node> dependencies() {
        return dependencies.values();
    }

    /** What waits for the job, the nearest first. */
    Collection<Node> dependents() {
        return dependents.values();
    }

    /** The edges that would close a cycle; they count for nothing. */
    Set<Edge> cycles() {
        return cycles;
    }

    /** True when there is more than the bounds allow. */
    boolean isTruncated() {
        return isTruncated;
    }

    /**
     * What a job of this chain needs and nobody has delivered yet, cycles aside. Of jobs beside the chain at most
     * {@link #MAX_JOBS} are looked at; the others are left out, and the chain is truncated.
     */
    List<Bytes32> blockers(Node node) {
        return node.needs().stream()
                .filter(dependency -> !cycles.contains(new Edge(node.id(), dependency)))
                .filter(dependency -> !isDelivered(dependency))
                .toList();
    }

    private boolean isDelivered(Bytes32 id) {
        Optional<Node> node = node(id);
        if (node.isPresent()) {
            return node.get().isDelivered();
        }
        if (!deliveries.containsKey(id) && deliveries.size() >= MAX_JOBS) {
            isTruncated = true;
            return true;
        }
        return deliveries.computeIfAbsent(id, beside -> new Node(beside, 0, view.job(beside)).isDelivered());
    }

    private Optional<Node> node(Bytes32 id) {
        if (id.equals(root.id())) {
            return Optional.of(root);
        }
        Node below = dependencies.get(id);
        return Optional.ofNullable(below == null ? dependents.get(id) : below);
    }

    private void walkDown() {
        Deque<Node> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty()) {
            Node next = queue.remove();
            next.needs().forEach(id -> visit(id, next.depth() + 1, MAX_JOBS / 2, dependencies, queue));
        }
    }

    private void walkUp() {
        int max = MAX_JOBS - dependencies.size();
        Deque<Node> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty()) {
            Node next = queue.remove();
            view.dependents(next.id(), MAX_JOBS + 1).forEach(id -> visit(id, next.depth() + 1, max, dependents, queue));
        }
    }

    private void visit(Bytes32 id, int depth, int max, Map<Bytes32, Node> found, Deque<Node> queue) {
        if (id.equals(root.id()) || found.containsKey(id)) {
            return;
        }
        if (depth > MAX_DEPTH || found.size() >= max) {
            isTruncated = true;
            return;
        }
        Node node = new Node(id, depth, view.job(id));
        found.put(id, node);
        queue.add(node);
    }

    /**
     * Searches depth first; an edge to a job on the way down closes a cycle. It goes as deep as there are jobs: at most
     * {@link #MAX_JOBS} and one.
     */
    private void descend(Node node, Set<Bytes32> way, Set<Bytes32> done) {
        if (done.contains(node.id())) {
            return;
        }
        way.add(node.id());
        for (Bytes32 dependency : node.needs()) {
            if (way.contains(dependency)) {
                cycles.add(new Edge(node.id(), dependency));
            } else {
                node(dependency).ifPresent(below -> descend(below, way, done));
            }
        }
        way.remove(node.id());
        done.add(node.id());
    }
}
