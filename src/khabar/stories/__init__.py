"""Reports of one happening become a story: compare by profiles, link likely pairs, part into stories.

profile     what a report is compared by: a vector, words, names, numbers, places, series, shingles
centres     the mean vector of each language, taken off so that languages meet
candidates  the pairs worth scoring: near in time, near in meaning
pairs       the named features of a pair, and `join`, the probability that they make
partition   stories from linked pairs, whatever the order in which the reports came
copies      the reports that are one text
"""
