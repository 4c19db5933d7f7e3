namespace ImageGeneration.Jobs;

/// <summary>Ends one job of a request while the request itself goes on.</summary>
internal sealed class JobStop : IDisposable
{
    private readonly CancellationTokenSource _source;

    public JobStop(RequestScope scope)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
        Token = _source.Token;
    }

    /// <summary>Ends with the request too. It can be asked after the disposal.</summary>
    public CancellationToken Token { get; }

    /// <summary>Why the job was ended; null while nobody did.</summary>
    public string? Reason { get; private set; }

    public void Stop(string reason)
    {
        Reason ??= reason;
        _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
