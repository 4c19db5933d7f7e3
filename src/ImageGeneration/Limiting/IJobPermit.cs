namespace ImageGeneration.Limiting;

/// <summary>The token of one create and the place of its job.</summary>
public interface IJobPermit
{
    /// <summary>Frees the place. Called once the job has ended; a second call changes nothing.</summary>
    /// <param name="isUnused">Nothing was sent: the token may be returned too.</param>
    ValueTask ReleaseAsync(bool isUnused);
}
