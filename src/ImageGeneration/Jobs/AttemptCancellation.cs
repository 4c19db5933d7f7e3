using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Ends one job of a request while the request itself goes on.</summary>
internal sealed class AttemptCancellation : IDisposable
{
    private readonly RequestScope _scope;
    private readonly CancellationTokenSource _source;

    /// <param name="scope">The request.</param>
    /// <param name="usualTime">After this time another provider is started beside the job; null where none is.</param>
    public AttemptCancellation(RequestScope scope, TimeSpan? usualTime)
    {
        (_scope, HedgeDelay) = (scope, usualTime);
        _source = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
        Token = _source.Token;
    }

    /// <summary>Ends with the request too. It can be asked after the disposal.</summary>
    public CancellationToken Token { get; }

    public TimeSpan? HedgeDelay { get; }

    /// <summary>Why the job was ended while the request went on; null where that was not so.</summary>
    public string? Reason { get; private set; }

    public void Cancel(string reason)
    {
        Reason ??= _scope.Token.IsCancellationRequested ? null : reason;
        GuardedTimeout.End(_source);
    }

    public void Dispose() => _source.Dispose();
}
