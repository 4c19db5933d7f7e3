namespace ImageGeneration.Jobs;

/// <summary>Holds the run times of the latest jobs of one kind, sorted. When several in a row are far from the usual the model has
/// changed, and only they count from then on.</summary>
internal sealed class RunTimeWindow
{
    private const int Size = 31;
    private const int OutliersOfAChange = 3;
    private const double FarFactor = 2;

    private readonly Lock _gate = new();
    private readonly List<long> _latest = new(Size + 1);
    private readonly List<long> _sorted = new(Size + 1);
    private long _median;
    private int _tooFast;
    private int _tooSlow;

    public TimeSpan Median => new(Volatile.Read(ref _median));

    public void Add(TimeSpan duration)
    {
        lock (_gate)
        {
            var ticks = duration.Ticks;
            _tooSlow = _sorted.Count > 0 && ticks > _median * FarFactor ? _tooSlow + 1 : 0;
            _tooFast = _sorted.Count > 0 && ticks < _median / FarFactor ? _tooFast + 1 : 0;
            Remember(ticks);
            if (_tooSlow == OutliersOfAChange || _tooFast == OutliersOfAChange)
            {
                Forget(_latest.Count - OutliersOfAChange);
                (_tooSlow, _tooFast) = (0, 0);
            }
            else if (_latest.Count > Size)
            {
                Forget(1);
            }

            Volatile.Write(ref _median, _sorted[_sorted.Count / 2]);
        }
    }

    public TimeSpan? Percentile(double share, int min)
    {
        lock (_gate)
        {
            return _sorted.Count < min ? null : new TimeSpan(_sorted[(int)Math.Ceiling(share * _sorted.Count) - 1]);
        }
    }

    private void Remember(long ticks)
    {
        _latest.Add(ticks);
        var index = _sorted.BinarySearch(ticks);
        _sorted.Insert(index < 0 ? ~index : index, ticks);
    }

    private void Forget(int oldest)
    {
        for (var i = 0; i < oldest; i++)
        {
            _sorted.RemoveAt(_sorted.BinarySearch(_latest[i]));
        }

        _latest.RemoveRange(0, oldest);
    }
}
