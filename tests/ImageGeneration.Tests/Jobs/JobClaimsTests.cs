using ImageGeneration.Jobs;

namespace ImageGeneration.Tests.Jobs;

public sealed class JobClaimsTests
{
    private const int Kept = 4096;

    private readonly JobClaims _claims = new();

    [Fact]
    public void TryClaim_AnIdThatAnotherHas_IsRefused()
    {
        Assert.True(_claims.TryClaim("job-1"));

        Assert.False(_claims.TryClaim("job-1"));
        Assert.True(_claims.TryClaim("JOB-1"));
    }

    [Fact]
    public void TryClaim_ManySince_TheLatestAreRemembered()
    {
        Assert.All(Enumerable.Range(0, Kept), id => Assert.True(_claims.TryClaim($"{id}")));
        Assert.False(_claims.TryClaim("0"));

        Assert.True(_claims.TryClaim($"{Kept}"));

        Assert.Equal((false, true), (_claims.TryClaim("1"), _claims.TryClaim("0")));
    }
}
