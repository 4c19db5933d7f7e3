using System.Collections.Concurrent;
using ImageGeneration.Providers;

namespace ImageGeneration.Breaking;

/// <summary>The circuit of a provider, and beside it one for each of its models or endpoints. Which of them a
/// failure concerns is said by its <see cref="ProviderFailure.Scope"/>.</summary>
internal sealed class ProviderCircuits(string provider, BreakerOptions options, TimeProvider time, Action opened)
{
    // Models are named by settings: there are as many as these hold.
    private readonly ConcurrentDictionary<string, CircuitBreaker> _models = new(StringComparer.Ordinal);

    public CircuitBreaker Provider { get; } = new(provider, isOfProvider: true, options, time, opened);

    /// <summary>The models that are left alone.</summary>
    public IReadOnlyList<ModelStatus> OpenModels =>
    [
        .. _models.Where(static model => model.Value.Cause is not null).OrderBy(static model => model.Key, StringComparer.Ordinal)
            .Select(static model => new ModelStatus
            {
                ModelId = model.Key,
                Circuit = model.Value.State,
                CircuitOpenFor = model.Value.BreakRemaining,
                Reason = model.Value.Cause?.Message,
            }),
    ];

    /// <summary>What is left of the open circuit that a request meets; null when it goes through.</summary>
    public TimeSpan? BreakRemainingFor(ProviderRequest request)
    {
        var provider = Provider.BreakRemainingFor(request);
        return ModelOf(request).BreakRemainingFor(request) is { } left && !(provider > left) ? left : provider;
    }

    public async Task WaitUntilRetryAllowedAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        await Provider.WaitUntilRetryAllowedAsync(request, cancellationToken).ConfigureAwait(false);
        await ModelOf(request).WaitUntilRetryAllowedAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a request through; null where it does not, and says why.</summary>
    public CircuitEntry? TryEnter(ProviderRequest request, out ProviderFailure? refusal)
    {
        if (!Provider.TryEnter(request, out var providerPass, out refusal))
        {
            return null;
        }

        var modelPass = BreakerPass.Closed;
        if (!ModelOf(request).TryEnter(request, out modelPass, out refusal))
        {
            Provider.Report(request, null, providerPass);
            return null;
        }

        return new(this, request, new(providerPass, modelPass));
    }

    /// <summary>A job was accepted.</summary>
    /// <returns>What is left to tell at its end.</returns>
    public LanePass NoteAccepted(ProviderRequest request, LanePass pass) =>
        new(Provider.NoteAccepted(pass.Provider), ModelOf(request).NoteAccepted(pass.Model));

    /// <summary>Tells what came of it; null when nothing did.</summary>
    public void Report(ProviderRequest request, ProviderJob? job, LanePass pass)
    {
        var scope = BreakerVerdicts.Of(job) == BreakerVerdict.Broken ? job!.Failure!.Scope : (FailureScope?)null;
        Provider.Report(request, scope is null or FailureScope.Provider ? job : null, pass.Provider);
        ModelOf(request).Report(request, scope is null or FailureScope.Model ? job : null, pass.Model);
    }

    /// <summary>The key was replaced: what the old one was refused for is over.</summary>
    public void ForgetKey()
    {
        Provider.ForgetKey();
        foreach (var model in _models.Values)
        {
            model.ForgetKey();
        }
    }

    private CircuitBreaker Circuit(string model) => new($"{model} at {provider}", isOfProvider: false, options, time);

    // Each has one from the beginning: that a model drew for somebody is to be known when it refuses another.
    private CircuitBreaker ModelOf(ProviderRequest request) =>
        _models.GetOrAdd(request.ModelId, static (id, own) => own.Circuit(id), this);
}
