using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Cancels one job of a request while the request itself goes on.</summary>
internal sealed class AttemptCancellation : IDisposable
{
    private readonly RequestScope _scope;
    private readonly CancellationTokenSource _source;

    /// <param name="scope">The request.</param>
    /// <param name="usualTime">The time after which a hedge is started beside the job; null when none is.</param>
    public AttemptCancellation(RequestScope scope, TimeSpan? usualTime)
    {
        (_scope, HedgeDelay) = (scope, usualTime);
        _source = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
        Token = _source.Token;
    }

    /// <summary>Gets the token that is canceled with the attempt or with the request. It can be read after disposal.</summary>
    public CancellationToken Token { get; }

    public TimeSpan? HedgeDelay { get; }

    /// <summary>Gets the reason why the job was canceled while the request went on; null when it was not.</summary>
    public string? Reason { get; private set; }

    public void Cancel(string reason)
    {
        Reason ??= _scope.Token.IsCancellationRequested ? null : reason;
        GuardedTimeout.End(_source);
    }

    public void Dispose() => _source.Dispose();
}
