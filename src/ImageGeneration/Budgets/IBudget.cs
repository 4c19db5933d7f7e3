namespace ImageGeneration.Budgets;

/// <summary>Keeps spending within its limits: reserved before a job is submitted, settled after it. Thread-safe. Register an
/// implementation of your own to replace it, for example over a store that several machines share.</summary>
/// <remarks>A reservation is found by its id alone, by any instance over the same store, even after a restart of the process. Before a
/// job, the library waits for an answer as long as the request may last, and refuses the job without one; after a job it waits a few
/// seconds, and the call goes on by itself.</remarks>
public interface IBudget
{
    /// <summary>Reserves the estimated cost of one job: under every limit that applies or under none.</summary>
    /// <param name="request">The job's provider, tags and estimate, and the id of the reservation. A second call with the id of an open
    /// reservation returns the same answer and reserves nothing more.</param>
    /// <param name="cancellationToken">A token to cancel the wait. A reservation that is made all the same is settled with 0.</param>
    /// <returns>Whether there is room; if not, which limit refuses and how much is left.</returns>
    ValueTask<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default);

    /// <summary>Replaces what was reserved for a job by what it cost, in the window of the moment of the reservation. A known cost is
    /// final: further calls have no effect, and neither does one with an unknown id.</summary>
    /// <param name="reservationId">The id of the reservation.</param>
    /// <param name="actualUsd">The cost in US dollars; 0 releases the whole reservation. Null, while the cost is unknown, counts the
    /// estimate as spent until a later call names the cost, such as that of a job that was given up and has delivered after all.</param>
    /// <param name="cancellationToken">A token to cancel the wait.</param>
    ValueTask SettleAsync(Guid reservationId, decimal? actualUsd, CancellationToken cancellationToken = default);

    /// <summary>Gets what is spent, reserved and left now, limit by limit: those of the process, of providers, of tags, the longest period
    /// of each first. Values of tags are included when they have spent something or have limits of their own.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>A snapshot, each limit at its own moment when there are many; empty without limits, and for a budget that cannot report
    /// it.</returns>
    ValueTask<IReadOnlyList<BudgetUsage>> GetUsageAsync(CancellationToken cancellationToken = default) => new([]);
}
